"""Pages for people: a form to report by, a private page to follow it, and where a report stands by its number.

Everything works without scripts. Base templates and styles serve further pages too (`web/templates/base.html`).
"""
