"""Triggers of the database that name the tables of more models than their own."""

from django.apps import apps
from pgtrigger import Func, Trigger, compiler


class Tables:
    """The name of the table of a model, by its label."""

    def __getitem__(self, label: str) -> str:
        return apps.get_model(label)._meta.db_table


class TablesFunc(Func):
    """The SQL of a trigger, in which `{tables[room.Model]}` is the table of any model."""

    def render(self, **kwargs) -> str:
        return super().render(tables=Tables(), **kwargs)


class UnconditionalSql(compiler.UpsertTriggerSql):
    """Installs a trigger whose function does not read the setting `pgtrigger.ignore`."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class UnconditionalTrigger(Trigger):
    """A trigger that `pgtrigger.ignore` does not switch off: only the owner of the table can."""

    def compile(self, model) -> compiler.Trigger:
        sql = super().compile(model).sql
        return compiler.Trigger(name=self.name, sql=UnconditionalSql(**sql.kwargs))
