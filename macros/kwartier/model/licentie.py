"""The open licences that content can have, under the names that NL LOM gives them."""

from __future__ import annotations

LICENTIES = {
    "cc0-10": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"),
    "cc-by-40": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl"),
    "cc-by-sa-40": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.nl"),
    "cc-by-nc-40": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/deed.nl"),
    "cc-by-nc-sa-40": ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.nl"),
    "cc-by-nd-40": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/deed.nl"),
    "cc-by-nc-nd-40": ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/deed.nl"),
}
"""Licence values of NL LOM with their name and address."""
