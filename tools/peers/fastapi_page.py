"""The peer of `nuan bench pages`: the same 50 rows as HTML by FastAPI, SQLAlchemy and Jinja2 on the same file.

Run as `python -m uvicorn tools.peers.fastapi_page:app`, with PEER_DATABASE naming the SQLite file.
"""

from __future__ import annotations

import os

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, create_engine, select

ROWS = 50
meta = MetaData()
home = Table("place_homerow", meta, Column("id", Integer, primary_key=True), Column("code", String))
need = Table(
    "need_needrow",
    meta,
    Column("id", Integer, primary_key=True),
    Column("uid", String),
    Column("playbook", String),
    Column("kind", String),
    Column("state", String),
    Column("why_zh", String),
    Column("fired_at", DateTime),
    Column("home_id", ForeignKey("place_homerow.id")),
)
engine = create_engine(f"sqlite:///{os.environ['PEER_DATABASE']}")
page = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="zh-hans"><head><meta charset="utf-8"><title>需要</title></head><body><h1>需要</h1>
<table><thead><tr><th>时间</th><th>守则</th><th>户</th><th>为什么</th><th>状态</th></tr></thead><tbody>
{% for row in rows %}<tr><td><time>{{ row.fired_at.strftime("%m-%d %H:%M") }}</time></td>
<td><a href="/manager/need/{{ row.uid }}/">{{ row.playbook }}</a></td><td>{{ row.code or "" }}</td>
<td>{{ row.why_zh }}</td><td>{{ row.state }}</td></tr>
{% endfor %}</tbody></table></body></html>"""
)
app = FastAPI()


@app.get("/needs")
def needs() -> HTMLResponse:
    """Return the latest needs as a page."""
    wanted = (
        select(need.c.uid, need.c.playbook, need.c.fired_at, need.c.why_zh, need.c.state, home.c.code)
        .join(home, home.c.id == need.c.home_id, isouter=True)
        .order_by(need.c.fired_at.desc())
        .limit(ROWS)
    )
    with engine.connect() as connection:
        return HTMLResponse(page.render(rows=connection.execute(wanted).all()))
