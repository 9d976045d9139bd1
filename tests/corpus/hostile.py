"""All hostile files, by family."""
from tests.corpus.bombs import bombs
from tests.corpus.boxes import boxes, trees
from tests.corpus.damage import archives, damage, junk, names
from tests.corpus.lures import Family
from tests.corpus.noises import noises
from tests.corpus.polyglots import markup, playlists, polyglots

FAMILIES: dict[str, Family] = {family.__name__: family for family in
                               (bombs, polyglots, playlists, markup, boxes, trees, noises, damage, junk, names, archives)}
