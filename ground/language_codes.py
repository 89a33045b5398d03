"""Languages by their code of three letters, as VERA and HSDS name them."""

# Languages that are spoken at many doors, by their code of three letters (ISO 639-2).
LANGUAGES = {
    "NLD": "Nederlands",
    "TUR": "Turks",
    "ARA": "Arabisch",
    "ENG": "Engels",
    "POL": "Pools",
    "UKR": "Oekraïens",
    "TIR": "Tigrinya",
    "FAS": "Farsi",
    "ZHO": "Chinees",
    "SPA": "Spaans",
    "POR": "Portugees",
    "FRA": "Frans",
    "DEU": "Duits",
    "SRN": "Sranantongo",
    "PAP": "Papiaments",
}
