from __future__ import annotations

import pytest

from nuan.conf.postgres import database


class TestDatabase:
    def test_reads_an_ordinary_address(self) -> None:
        read = database("postgres://nuan:s%40fe@db.example:5433/nuan?sslmode=require")

        assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
            "nuan", "s@fe", "db.example", "5433", "nuan",
        )  # fmt: skip
        assert read["OPTIONS"] == {"sslmode": "require"}

    def test_keeps_the_letters_of_a_socket_folder(self) -> None:
        read = database("postgres://nuan@%2Frun%2FPg:5432/nuan")

        assert (read["HOST"], read["PORT"]) == ("/run/Pg", "5432")

    def test_reads_an_address_without_port_and_one_of_version_six(self) -> None:
        assert database("postgresql://nuan@db/nuan")["HOST"] == "db"
        assert database("postgresql://nuan@[::1]:5432/nuan")["HOST"] == "::1"

    @pytest.mark.parametrize("wrong", ["mysql://a@b/c", "postgres://a@b/", "nuan.sqlite3"])
    def test_refuses_what_names_no_database(self, wrong: str) -> None:
        with pytest.raises(ValueError, match="NUAN_POSTGRES is written"):
            database(wrong)
