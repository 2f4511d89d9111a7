from __future__ import annotations

import gzip
import io
import json
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfWriter

from communique.cli.add import Form
from communique.errors import BadDate, BadLine, EmptyText, InputError, NotText
from communique.sources import FORMATS, Known, Source, find_sources, read_items, read_source
from communique.sources.formats import ENDINGS, format_of
from communique.sources.formats.item import day_of

PAGE = """<!DOCTYPE html><html><head><title>Envoys return</title>
<meta property="article:published_time" content="2021-05-04T08:00:00Z"><meta property="og:site_name" content="Herald">
</head><body><nav><a href="/">Home</a></nav><article><h1>Envoys return</h1>
<p>Ruritania and Zenda sent their ambassadors back on Tuesday, a year after both had been recalled for talks.</p>
<p>The foreign ministry in Strelsau said that the two sides would open consulates in three more towns by autumn.</p>
<p>Neither government would say whether the dispute over the river port had been settled in the meantime.</p>
</article><footer>Imprint</footer></body></html>"""

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Herald &amp; Post</title>
<item><title>Envoys &amp; ports</title><link>https://herald.example/1</link><guid>https://herald.example/1</guid>
<pubDate>Tue, 04 May 2021 23:30:00 -0400</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The envoys met.</p><p>They <b>agreed</b> on&nbsp;ports.<br>All of them.</p><script>x()</script>]]>
</content:encoded></item>
<item><title>Brief</title><guid>17</guid><description>&lt;p&gt;Only a summary.&lt;/p&gt;</description></item>
<item><title>Empty</title><link>https://herald.example/3</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><id>tag:herald.example,2021:1</id>
<title>Envoys</title><updated>2021-05-04T08:00:00Z</updated><link href="https://herald.example/1"/>
<author><name>A. Writer</name></author><content type="html">&lt;p&gt;The envoys met.&lt;/p&gt;</content></entry></feed>"""

NEWSML = """<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:wire.example:20210504:1" version="1"><itemMeta><versionCreated>2021-05-04T08:00:00+02:00
</versionCreated><provider literal="wire.example"/></itemMeta><contentMeta><infoSource><name>The Wire</name></infoSource>
<by>A. Writer</by><headline>Envoys return</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Not the text</hl1></hedline></body.head>
<body.content><p>The envoys met.</p><p>They agreed.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
<newsItem guid="urn:newsml:wire.example:20210504:2"><contentSet><remoteContent href="p.jpg"/></contentSet></newsItem>
</itemSet></newsMessage>"""


def put(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path, known: Known | None = None, form: str | None = None) -> list[Source | InputError]:
    found: list[Source | InputError] = []
    for item in read_items(path, known or Known(), form=form):
        assert str(path) in item.where or form == "urls"
        try:
            found.append(item.read())
        except InputError as error:
            found.append(error)
    assert all(each.advice for each in found if isinstance(each, InputError))
    return found


def one(path: Path, known: Known | None = None) -> Source:
    (found,) = read(path, known)
    assert isinstance(found, Source), found
    return found


def test_the_command_line_offers_every_format() -> None:
    assert [each.value for each in Form] == list(FORMATS)


def test_a_feed_gives_its_entries(tmp_path: Path) -> None:
    first, second, third = read(put(tmp_path, "a.xml", RSS))
    assert isinstance(first, Source)
    article = first.article
    assert article.text == "The envoys met.\n\nThey agreed on\xa0ports.\nAll of them."
    assert (article.title, article.outlet, article.published) == ("Envoys & ports", "Herald & Post", "2021-05-05")
    assert (article.id, article.url, first.notes) == ("https://herald.example/1", "https://herald.example/1", ())
    assert isinstance(second, Source)
    assert (second.article.text, second.article.published) == ("Only a summary.", None)
    assert second.article.id.startswith("article-"), "a number that only this feed knows is no id"
    assert [note.level for note in second.notes] == ["warning"]
    assert isinstance(third, EmptyText)


def test_an_atom_feed(tmp_path: Path) -> None:
    article = one(put(tmp_path, "a.atom", ATOM)).article
    assert (article.text, article.byline, article.published) == ("The envoys met.", "A. Writer", "2021-05-04")
    assert article.id == "tag:herald.example,2021:1"


def test_a_json_feed(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Herald",
        "items": [
            {"id": "https://h.example/1", "content_html": "<p>The envoys 😀 met.</p>", "date_published": "2021-05-04T08:00:00Z",
             "authors": [{"name": "A"}, {"name": "B"}]},
            {"id": 2, "summary": "Short.", "date_published": "soon"},
            "no item",
        ],
    }  # fmt: skip
    first, second, third = read(put(tmp_path, "a.json", json.dumps(feed)))
    assert isinstance(first, Source)
    assert (first.article.text, first.article.byline, first.article.outlet) == ("The envoys 😀 met.", "A, B", "Herald")
    assert isinstance(second, BadDate)
    assert isinstance(third, NotText)


def test_ninjs_of_both_versions(tmp_path: Path) -> None:
    old = {
        "uri": "urn:w:1", "versioncreated": "2021-05-04T08:00:00Z", "headline": "Envoys", "body_text": "They met.\n",
        "infosource": [{"name": "The Wire"}],
    }  # fmt: skip
    new = {
        "uri": "urn:w:2", "by": "A. Writer", "headlines": [{"role": "seo", "value": "No"}, {"role": "main", "value": "Yes"}],
        "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>They met.</p><p>Again.</p>"}],
    }  # fmt: skip
    first, second, third = read(put(tmp_path, "a.json", json.dumps([old, new, {"uri": "urn:w:3"}])))
    assert isinstance(first, Source)
    assert isinstance(second, Source)
    assert (first.article.text, first.article.outlet, first.article.id) == ("They met.\n", "The Wire", "urn:w:1")
    assert (second.article.text, second.article.title) == ("They met.\n\nAgain.", "Yes")
    assert isinstance(third, EmptyText)
    assert one(put(tmp_path, "b.json", json.dumps(old))).article.published == "2021-05-04"


def test_newsml(tmp_path: Path) -> None:
    first, second = read(put(tmp_path, "a.xml", NEWSML))
    assert isinstance(first, Source)
    article = first.article
    assert (article.text, article.title, article.byline) == (
        "The envoys met.\n\nThey agreed.",
        "Envoys return",
        "A. Writer",
    )
    assert (article.outlet, article.published) == ("The Wire", "2021-05-04")
    assert article.id == "urn:newsml:wire.example:20210504:1"
    assert isinstance(second, EmptyText)


def test_xml_opens_no_file_and_expands_nothing(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.txt", "a secret")
    text = NEWSML.replace('encoding="UTF-8"?>', f'?><!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>')
    found = read(put(tmp_path, "a.xml", text.replace("The envoys met.", "The envoys &s; met.")))
    assert not any(isinstance(each, Source) and "secret" in each.article.text for each in found)


def mail(html: bool = False) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"] = "Envoys return", "The Brief <brief@herald.example>"
    made["Date"], made["Message-ID"] = "Tue, 04 May 2021 08:00:00 +0000", "<1@herald.example>"
    made.set_content("" if html else "The envoys met in Zenda – at last.\n")
    if html:
        made.add_alternative(PAGE, subtype="html")
    return made


def test_a_mail(tmp_path: Path) -> None:
    article = one(put(tmp_path, "a.eml", mail().as_bytes())).article
    assert (article.text, article.title) == ("The envoys met in Zenda – at last.\n", "Envoys return")
    assert (article.outlet, article.published, article.id) == ("The Brief", "2021-05-04", "<1@herald.example>")
    assert "consulates" in one(put(tmp_path, "b.eml", mail(html=True).as_bytes())).article.text


def test_a_box_of_mails(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    for each in (mail(), mail(html=True), EmailMessage()):
        box.add(each)
    box.close()
    found = read(tmp_path / "a.mbox")
    assert [type(each) for each in found] == [Source, Source, EmptyText]


def archive(*pages: tuple[str, str, bytes], status: str = "200 OK") -> bytes:
    """A packed WARC of responses, one gzip member a record."""
    out = b""
    for address, kind, body in pages:
        block = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n\r\n%s" % (status.encode(), kind.encode(), body)
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-06-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        out += gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    return out


def test_a_web_archive(tmp_path: Path) -> None:
    data = archive(
        ("https://h.example/1", "text/html; charset=utf-8", PAGE.encode()), ("https://h.example/p", "image/png", b"\x89PNG"),
        ("https://h.example/2", "text/plain", b"The envoys met."),
    )  # fmt: skip
    first, second = read(put(tmp_path, "a.warc.gz", data))
    assert isinstance(first, Source)
    assert isinstance(second, Source)
    assert (first.article.url, first.article.published) == ("https://h.example/1", "2021-05-04")
    assert second.article.text == "The envoys met."
    assert (
        read(put(tmp_path, "b.warc.gz", archive(("https://h.example/", "text/html", b"no"), status="404 Not Found")))
        == []
    )


def test_a_torn_web_archive_gives_what_stands_before_the_tear(tmp_path: Path) -> None:
    whole = archive(*[(f"https://h.example/{n}", "text/plain", b"The envoys met. " * 200) for n in range(3)])
    found = read(put(tmp_path, "a.warc.gz", whole[:-12]))
    assert [isinstance(each, Source) for each in found] == [True, True, False]


def pdf(text: str) -> bytes:
    """A PDF of one page with these lines."""
    shown = " 0 -14 Td ".join(f"({line}) Tj" for line in text.split("\n"))
    content = f"BT /F1 12 Tf 72 720 Td {shown} ET".encode("latin-1")
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b"<</Title(Envoys)/CreationDate(D:20210504080000Z)>>",
    ]  # fmt: skip
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def test_lines_of_a_pdf_flow_and_its_dateline_wins_over_the_day_it_was_made(tmp_path: Path) -> None:
    lines = (
        "Envoys meet", "ZENDA, March 4, 2021 - The envoys met in Zenda on Thursday for talks. Ruritanian",
        "Foreign Minister Ida Vance praised the talks.", "Talks go on in April, and a",
        "second round is due.",
    )  # fmt: skip
    found = one(put(tmp_path, "a.pdf", pdf("\n".join(lines))))
    assert found.article.text.split("\n") == [
        lines[0], f"{lines[1]} {lines[2]}", f"{lines[3]} {lines[4]}",
    ]  # fmt: skip
    assert found.article.published == "2021-03-04"
    for doubtful in ("ZENDA, May 2021 - No day.", "ZENDA, 40 May 2021 - No day.", "ZENDA, 4 Mut 2021 - No day."):
        assert one(put(tmp_path, "b.pdf", pdf(doubtful))).article.published == "2021-05-04"


def test_what_stands_on_every_page_of_a_pdf_is_no_text(tmp_path: Path) -> None:
    pages = (
        "Ministry of Zenda\nEnvoys meet\nThe envoys met in Zenda on Thursday for talks that\n1 / 3",
        "Ministry of Zenda\nwent on overnight.\nRuritania sent 12 of them.\n2 / 3",
        "Ministry of Zenda\nTalks go on.\n12 14\n3 / 3",
    )
    written = PdfWriter()
    for page in pages:
        written.append(io.BytesIO(pdf(page)))
    written.write(tmp_path / "pages.pdf")
    found = one(tmp_path / "pages.pdf")
    assert found.article.text.split("\n") == [
        "Ministry of Zenda", "Envoys meet", "The envoys met in Zenda on Thursday for talks that went on overnight.",
        "Ruritania sent 12 of them.", "", "Talks go on.", "12 14",
    ]  # fmt: skip


def test_json_that_is_of_no_known_kind_is_no_text(tmp_path: Path) -> None:
    torn = put(tmp_path, "torn.json", b'{"title": "Envoys", "text": "The envoys met')
    with pytest.raises(InputError, match="no feed and no agency's file"):
        read_source(torn)


def test_a_pdf(tmp_path: Path) -> None:
    found = one(put(tmp_path, "a.pdf", pdf("The envoys met in Zenda.")))
    assert (found.article.text, found.article.title) == ("The envoys met in Zenda.", "Envoys")
    assert found.article.published == "2021-05-04"
    assert "published" in [note.about for note in found.notes], "the day a file was made is doubtful"
    assert [type(each) for each in read(put(tmp_path, "b.pdf", pdf("")))] == [EmptyText]
    assert [type(each) for each in read(put(tmp_path, "c.pdf", b"%PDF-1.4\nrubbish"))] == [NotText]


def test_a_table_by_usual_and_by_given_names(tmp_path: Path) -> None:
    rows = (
        'Date;Headline;Body\n2021-05-04;"Envoys; ports";"They met.\nTwice; ""again""."\n2021-13-04;x;y\n2021-05-05;z;\n'
    )
    first, second, third = read(put(tmp_path, "a.csv", "\ufeff" + rows))
    assert isinstance(first, Source)
    assert (first.article.text, first.article.title) == ('They met.\nTwice; "again".', "Envoys; ports")
    assert [type(each) for each in (second, third)] == [BadLine, BadLine]
    given = put(tmp_path, "b.tsv", "when\twhat\n4 May 2021\tThey met.\n")
    (found,) = read(given, Known(columns={"text": "what"}, outlet="Herald"))
    assert isinstance(found, Source)
    assert (found.article.text, found.article.outlet, found.article.published) == ("They met.", "Herald", None)


@pytest.mark.parametrize(
    ("name", "data", "columns"),
    [
        ("a.csv", "a,b\n1,2\n", {}), ("a.csv", "text\nx\n", {"title": "head"}), ("a.csv", b"text\n\xff\xfe\n", {}),
        ("a.csv", "", {}), ("a.xml", "<other/>", {}), ("a.json", "{}", {}), ("a.rss", "no feed", {}),
    ],
)  # fmt: skip
def test_a_file_that_is_not_of_its_format_says_so_once(
    tmp_path: Path, name: str, data: str | bytes, columns: dict[str, str]
) -> None:
    (found,) = read(put(tmp_path, name, data), Known(columns=columns))
    assert isinstance(found, InputError)


def test_keys_of_lines_are_mapped(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"body": "They met.", "when": "2021-05-04"}\n\n{"body": 5}\n')
    first, second = read(path, Known(columns={"text": "body", "published": "when"}))
    assert isinstance(first, Source)
    assert (first.article.text, first.article.published) == ("They met.", "2021-05-04")
    assert isinstance(second, BadLine)
    assert second.message.startswith("Line 3")
    assert "--column text=KEY" in second.advice


def test_addresses_are_read_one_a_line_and_never_from_the_local_network(tmp_path: Path) -> None:
    path = put(tmp_path, "a.urls", "# ours\nhttp://127.0.0.1:9/\n\nhttp://localhost/x\n")
    items = list(read_items(path, Known()))
    assert [each.where for each in items] == ["http://127.0.0.1:9/", "http://localhost/x"]
    for item in items:
        with pytest.raises(InputError, match="private network"):
            item.read()


def test_a_text_of_nothing_but_addresses_is_a_list_of_them(tmp_path: Path) -> None:
    listed = "# ours\nhttps://gazette.example/1\n\nhttps://gazette.example/2\n"
    assert format_of(put(tmp_path, "a.txt", listed)) == "urls"
    assert format_of(put(tmp_path, "b.txt", "https://gazette.example/" + "1\nhttps://gazette.example/" * 400)) == "urls"
    for text in (f"{listed}The envoys met.", "# A heading\n", "", "https://gazette.example/1 tells of envoys."):
        assert format_of(put(tmp_path, "c.txt", text)) == "text"


def test_what_the_source_tells_comes_before_what_is_told_of_all(tmp_path: Path) -> None:
    known = Known(published="2020-01-01", outlet="Other")
    assert one(put(tmp_path, "a.atom", ATOM), known).article.published == "2021-05-04"
    _, second, _ = read(put(tmp_path, "a.xml", RSS), known)
    assert isinstance(second, Source)
    assert second.article.published == "2020-01-01"


def test_read_takes_a_file_of_one_article(tmp_path: Path) -> None:
    found = read_source(put(tmp_path, "a.eml", mail().as_bytes()), outlet="Herald", published="2021-05-06")
    assert (found.article.outlet, found.article.published) == ("Herald", "2021-05-06")
    assert found.article.title == "Envoys return"
    with pytest.raises(NotText, match="many articles"):
        read_source(put(tmp_path, "a.xml", RSS))


def test_a_folder_gives_the_files_of_known_formats(tmp_path: Path) -> None:
    for name, data in (("a.xml", RSS), ("b.xml", "<other/>"), ("c.json", "{}"), ("d.eml", b""), ("e.png", b"")):
        put(tmp_path, name, data)
    assert [path.name for path in find_sources([tmp_path])] == ["a.xml", "d.eml"]
    assert format_of(tmp_path / "x.warc.gz") == "warc"
    assert format_of(tmp_path / "x.gz") is None
    assert ".pdf" in ENDINGS


@pytest.mark.parametrize("value", ["3/4/2021", "yesterday", "2021-02-30", "Tue, 32 May 2021 08:00:00 GMT"])
def test_no_day_is_guessed(value: str) -> None:
    with pytest.raises(BadDate):
        day_of(value)


def test_deep_markup_is_refused(tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<i>" * 5000 + "x"}]}
    (found,) = read(put(tmp_path, "a.json", json.dumps(feed)))
    assert isinstance(found, NotText)
