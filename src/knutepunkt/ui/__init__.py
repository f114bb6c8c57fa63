"""The look of the house: layouts, components, form fields, words for dates, the menu and the error pages.

It knows no domain word: rooms above hand it plain values. Every component is a macro with an example, and the
gallery page shows them all. Only `drafts` asks the database.
"""
