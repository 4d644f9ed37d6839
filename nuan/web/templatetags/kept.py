"""`{% load kept %}`: what a page always says alike is drawn once."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# More than any page has tabs, themes and languages; names are never meant for what visitors type.
MOST = 100


class Kept(template.Node):
    """Its content as drawn before; `drawn` lives as long as the template does."""

    def __init__(self, names: list[str], nodes: NodeList) -> None:
        self.names, self.nodes = names, nodes
        self.drawn: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """Return the content for this language and these values, drawn knowing nothing else."""
        values = [context.get(name, "") for name in self.names]
        key = (get_language(), *values)
        if (found := self.drawn.get(key)) is not None:
            return found
        drawn = self._drawn(context.template, dict(zip(self.names, values, strict=True)))
        if len(self.drawn) < MOST:
            self.drawn[key] = drawn
        return drawn

    def _drawn(self, page: template.Template | None, words: dict[str, object]) -> SafeString:
        if page is None:
            raise template.TemplateSyntaxError("what is kept stands in a template")
        # Neither request nor visitor come along: what is kept cannot hold anything of whoever came first.
        alone = template.Context(words)
        with alone.bind_template(page):
            drawn: SafeString = self.nodes.render(alone)
        return drawn


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Return a node for `{% kept tab theme %}…{% endkept %}`: drawn once for each language and each value of the names."""
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    if nodes.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("a block cannot stand in what is kept: no page could fill it")
    return Kept(token.split_contents()[1:], nodes)
