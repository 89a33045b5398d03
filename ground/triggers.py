"""Database triggers that refer to tables of other models, or that cannot be ignored."""

from django.apps import apps
from pgtrigger import Func, Trigger, compiler


class Tables:
    """Maps a model label to the name of its table."""

    def __getitem__(self, label: str) -> str:
        return apps.get_model(label)._meta.db_table


class TablesFunc(Func):
    """Trigger SQL in which `{tables[room.Model]}` is the table of that model."""

    def render(self, **kwargs) -> str:
        return super().render(tables=Tables(), **kwargs)


class UnconditionalSql(compiler.UpsertTriggerSql):
    """SQL that installs a trigger whose function does not read the setting `pgtrigger.ignore`."""

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
    """A trigger that `pgtrigger.ignore` cannot switch off; only the owner of the table can."""

    def compile(self, model) -> compiler.Trigger:
        sql = super().compile(model).sql
        return compiler.Trigger(name=self.name, sql=UnconditionalSql(**sql.kwargs))
