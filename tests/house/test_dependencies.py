"""The picture of the rooms leaves out what follows from other arrows, and nothing else."""

from config.dependencies import below, imported_names, imports_of_rooms, without_detours


def test_a_picture_without_detours_leads_to_the_same_rooms():
    imports = imports_of_rooms()
    drawn = without_detours(imports)

    assert {room: below(drawn, room) for room in drawn} == {
        room: below(imports, room) for room in imports
    }


def test_an_arrow_that_follows_from_two_others_is_left_out():
    imports = {"top": {"middle", "bottom"}, "middle": {"bottom"}, "bottom": set()}

    assert without_detours(imports) == {"top": {"middle"}, "middle": {"bottom"}, "bottom": set()}


def test_an_import_inside_a_function_counts():
    source = "import tenants.models\ndef late():\n    from audit.models import record\n"

    assert set(imported_names(source)) == {"tenants", "audit"}
