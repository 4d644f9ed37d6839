from __future__ import annotations

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.test import Client
from django.utils import translation

from nuan.web.templatetags.kept import MOST
from tests.cast import Cast
from tests.web.doors import browser_of

SIDES = {"kept": "nuan.web.templatetags.kept"}


def made(text: str) -> Template:
    engine = Engine(libraries=SIDES, builtins=["nuan.web.templatetags.kept", "django.templatetags.i18n"])
    return Template(text, engine=engine)


class TestKept:
    def test_draws_once_for_each_value_of_its_names(self) -> None:
        page = made("{% kept tab %}<{{ tab }}>{% endkept %}")
        assert [page.render(Context({"tab": tab})) for tab in ("a", "b", "a")] == ["<a>", "<b>", "<a>"]

    def test_knows_nothing_of_who_came_first(self) -> None:
        page = made("{% kept tab %}{{ tab }} {{ visitor }}{% endkept %}")
        assert page.render(Context({"tab": "a", "visitor": "林奶奶"})) == "a "

    def test_would_show_the_first_visitor_to_the_next_if_it_were_told_of_one(self) -> None:
        """The negative control: a name that is given is drawn, so the emptiness above is the tag's doing."""
        page = made("{% kept visitor %}{{ visitor }}{% endkept %}")
        assert page.render(Context({"visitor": "林奶奶"})) == "林奶奶"

    def test_keeps_languages_apart(self) -> None:
        page = made("{% kept %}{% translate 'Signal' %}{% endkept %}")
        with translation.override("zh-hans"):
            chinese = page.render(Context())
        with translation.override("en"):
            assert (page.render(Context()), chinese) == ("Signal", "信号")

    def test_does_not_grow_with_what_visitors_type(self) -> None:
        page = made("{% kept word %}{{ word }}{% endkept %}")
        for number in range(MOST + 10):
            assert page.render(Context({"word": number})) == str(number)
        assert len(page.nodelist[0].drawn) == MOST  # type: ignore[attr-defined]

    def test_refuses_a_block_that_no_page_could_fill(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="block"):
            made("{% kept %}{% block title %}{% endblock %}{% endkept %}")

    def test_shows_each_manager_their_own_name_on_the_same_page(self, cast: Cast, settings: object) -> None:
        settings.NUAN_DEMO = True  # type: ignore[attr-defined]
        first, second = browser_of(cast.boss_qian), browser_of(cast.stranger_wu)
        mine = first.get("/manager/needs/").content.decode()
        assert "钱经理" in mine
        assert "钱经理" not in second.get("/manager/needs/").content.decode()
        assert Client().get("/manager/needs/").status_code == 302
