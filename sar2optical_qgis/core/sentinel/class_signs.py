"""What the name and the colour of a class of land cover tell about it."""

from __future__ import annotations

import re

# In this order: the first that a name holds decides. English first, then German, French, Spanish and Portuguese.
_WORDS = (
    ('', r'no.?data|unclassif|background|unknown|cloud|non.?forest|not observed'
         r'|keine daten|unbekannt|wolke|nuage|inconnu|nube|desconocid|nuvem|nuvens|desconhecid'),
    ('barren', r'\b(?:snow|ice|glaciers?)\b|extraction|\bmin(?:e|ing)|quarr'
               r'|schnee|\beis\b|gletscher|abbau|neige|\bglace|nieve|hielo|glaciar|\bneve\b|\bgelo\b|geleira'),
    ('forest', r'mangrove|(?:wood(?:y|ed)|forest\w*|tree) (?:wetland|swamp)|forest plantation'),
    ('grassland', r'wetland|marsh|\bbogs?\b|\bfens?\b|swamp|peat|flooded veg|pasture'
                  r'|feuchtgebiet|sumpf|weide(?:n|land)?\b|zones? humide|marais|p[âa]tur|humedal'
                  r'|past(?:o|izal|agem|agens)\b|zonas? [úu]mida'),
    ('agriculture', r'crop|cultiv|agric|farm|arable|vineyard|orchard|plantation|\brice\b|irrigat|soy|sugar|coffee'
                    r'|acker|landwirt|kultur|\bcultur|lavoura|vign(?:e|oble)s?\b|verger|viñedo|vinh[ae]'),
    ('urban', r'built|urban|develop|artificial|settlement|imperv|industr|residen|infrastruct|\broads?\b|sealed'
              r'|siedlung|bebau|st(?:a|ä|ae)dt|versiegel|urbain|\bb[âa]ti|construid|edificad|constru[íi]d'),
    ('forest', r'tree|forest|\bwood(?:s|land|y)?\b'
               r'|w(?:a|ä|ae)ld|b(?:ä|ae)ume|geh(?:ö|oe)lz|for[êe]t|\barbre|\bbois|bosque|[áa]rbol|floresta|[áa]rvore'),
    ('barren', r'bare|barren|sparse|\brock|\bsand|dune|beach|desert|lichen|moss\b|tundra'
               r'|\bfels|boden\b|\bsols? nus?\b|roche|suelo|\broca|solo expost|\brocha'),
    ('grassland', r'grass|shrub|herb|meadow|range|savann|scrub|heath|moor|steppe'
                  r'|gr(?:ü|ue)nland|\bgras|wiese|strauch|geb(?:ü|ue)sch|heide|prairie|prader|matorral|arbust|\bcampos?\b'),
    ('water', r'water|\bseas?\b|ocean|lakes?\b|river|lagoon|estuar|reservoir'
              r'|wasser|gew(?:ä|ae)sser|fl(?:uss|(?:ü|ue)sse)|\bseen?\b|\bmeer|\beaux?\b|\blacs?\b|\bmer\b|\b[áa]guas?\b'
              r'|\br[íi]os?\b|\blagos?\b|\bmar\b'),
)  # fmt: skip
STRONG, WEAK = 60, 15  # grey levels by which a channel stands out


def class_of_name(name: str) -> str:
    """Return the class, one of names.LANDCOVER_CLASSES, that a name of a class means, or ''."""
    return next((kind for kind, words in _WORDS if re.search(words, name, re.IGNORECASE)), '')


def colours_speak_for(legend: dict[int, str], colours: dict[int, tuple[int, int, int]]) -> float:
    """Return -1 to 1: how far {code: (red, green, blue)} are what people paint the classes {code: class} with.

    Water is blue, woods are green, towns red, and nothing else is as blue or as red; 0 where all is grey.
    """
    if all(max(colour) - min(colour) < WEAK for colour in colours.values()):
        return 0.0
    votes = [_vote(legend[code], *colour) for code, colour in colours.items() if code in legend]
    votes = [vote for vote in votes if vote]
    return sum(votes) / len(votes) if votes else 0.0


def _vote(kind: str, red: int, green: int, blue: int) -> int:
    is_blue, is_red = blue > red + WEAK and blue > green - WEAK, red > green + STRONG and red > blue + STRONG
    if kind == 'water':
        return 1 if is_blue else -1
    if kind == 'urban':
        return 1 if red > green + WEAK else 0 if red == green == blue else -1
    if kind == 'forest':
        return 1 if green > red and green >= blue - WEAK else -1
    return -1 if (is_blue and blue > green + STRONG) or (is_red and green < STRONG > blue) else 0
