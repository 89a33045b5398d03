"""Dutch phrases that should not stand in a text about a person, by kind: one a line.

A line is a regular expression on the folded text, and matches whole words. `~` stands for up to two
other words; `<not>` and the like are in `SHORT`. Every repetition is bounded, so that a long text
takes time in proportion to its length.
"""

from ground.text_warnings.kinds import Kind

SHORT = {
    "~": r"(?:[\w']{1,20} ){0,2}",
    "<not>": r"(?:niet|nie|nt)",
    "<a>": r"(?:een|n|'n)",
    "<it>": r"(?:het|t|'t)",
    "<want>": r"(?:wil|wilt|wilde|willen|wou)",
    "<self>": r"(?:zichzelf|zich zelf|haarzelf|hemzelf|mezelf|mijzelf|zich)",
    "<end>": r"(?=\s*(?:$|[,.;:!?)\n]))",
    "<somebody>": (
        r"(?:man|vrouw|ex|partner|vriend|vriendin|zoon|dochter|vader|moeder|broer|zus|kleinzoon|"
        r"schoonzoon|buurman|buurvrouw|hij|zij|ze|ie|meneer|mevrouw|mw|mevr|dhr)"
    ),
    "<close>": r"(?:man|vrouw|ex|partner|vriend|zoon|dochter|vader|moeder|schoonzoon|kleinzoon)",
    "<limb>": r"(?:heup|been|arm|pols|enkel|rib|ribben|knie|schouder|voet|hand|rug|bekken)",
    "<person>": (
        r"(?:man|mannen|vrouw|vrouwen|meneer|mevrouw|mevr|mw|dhr|dame|dames|heer|heren|familie|gezin|"
        r"jongen|jongens|meisje|meisjes|meid|buren|buurman|buurvrouw|huurders?|huurster|bewoners?|"
        r"bewoonster|mensen|persoon|arbeiders?|jongeren?|stel|echtpaar|kind|kinderen|moeder|weduwe|"
        r"weduwnaar|gastarbeiders?|nationaliteit|roots|cultuur|achtergrond|afkomst|komaf|ouders|"
        r"vader|vriend|vriendin|ouderen?|opa|oma)"
    ),
    "<people>": (
        r"(?:marr?ok+aan|turk|surinaam|antill?iaan|arubaan|curacaos|afrikaan|somalisch|eritrees|"
        r"ethiopisch|syrisch|irakee?s|iraans|afghaans|pakistaan|indiaas|hindoestaan|indonesisch|"
        r"indisch|molukk?s|chinees|chinese|vietnamees|vietnamese|thais|filipijn|pools|roemeen|"
        r"bulgaar|hongaar|oekrains|russisch|joegoslavisch|bosnisch|servisch|kroatisch|albanees|"
        r"albanese|grieks|italiaan|spaan|portugees|portugese|ghanees|ghanese|nigeriaan|kongolees|"
        r"congolees|kaapverdis|koerdisch|armee?ns|arabisch|egyptisch|tunesisch|algerijn|libanees|"
        r"libanese|palestijn|israelisch|joods|islamitisch|buitenland|donker|zwart|gekleurd|westers|"
        r"niet-westers)(?:s|se|e)?"
    ),
    "<country>": (
        r"(?:marokko|turkije|suriname|antillen|curacao|aruba|bonaire|somalie|eritrea|ethiopie|syrie|"
        r"irak|iran|afghanistan|pakistan|india|indonesie|indie|de molukken|china|vietnam|thailand|"
        r"polen|roemenie|bulgarije|hongarije|oekraine|rusland|joegoslavie|bosnie|servie|kroatie|"
        r"albanie|kosovo|griekenland|italie|spanje|portugal|ghana|nigeria|kongo|congo|kaapverdie|"
        r"koerdistan|armenie|egypte|tunesie|algerije|libanon|palestina|gaza|israel|soedan|sudan|jemen|"
        r"colombia|venezuela|brazilie|dominicaanse republiek|sierra leone|angola|gambia|guinee|"
        r"burundi|rwanda|oeganda)"
    ),
}

PHRASES: dict[Kind, str] = {
    Kind.DANGER: r"""
        (er|dr|d'r) ~<a> (eind|einde) (aan|an)(?! de | het )
        (eind|einde) aan (haar|zijn|z'n|mijn|m'n|het) leven
        <want> er ~<not> meer (zijn|wezen)
        (liever|beter) er <not> meer (zijn|wezen)
        als ik er <not> meer ben
        was ik maar dood
        <want> ~(dood|doodgaan|dood gaan|sterven)
        dood (wil|wilt|wilde|willen|wou|zijn)
        (liever|beter) ~(dood|doodgaan|dood gaan)
        leven ~<not> meer (nodig|waard|zin|de moeite)
        leven (is zinloos|heeft geen zin)
        (eerder|eerdere|vroeger|\d{4}) (een |eens een )?poging (gedaan|ondernomen)(?! om)
        van <it> leven (beroven|beroofd|benemen|benomen)
        naar (haar|zijn|mijn) (overleden|dode|gestorven) \w{1,12} toe
        (<want>|hoef|hoeft|hoefde) (echt |zo |van mij )?<not> (echt |zo )?(meer )?(verder )?leven
        (<want>|hoef|hoeft|hoefde) (echt )?<not> meer wakker worden
        <not> meer (te )?(leven|verder leven)
        voor (mij|haar|hem|mn|m'n) (hoef|hoeft|hoefde) <it> (leven |allemaal |echt )?<not> ?meer
        (zie|ziet|zag|zien) (er |<it> |leven |allemaal |echt ){1,3}<not> meer zitten
        (<want>|gaat|ging|zou|zal|kan) ~<self> (iets|wat) aan ?(doen|te doen)
        <self> (iets|wat) (aan ?(doen|doet|deed|gedaan)|aan te doen)
        (van|uit) (<it>|de|een|haar|zijn) (balkon|flat|dak|raam|galerij|brug) ~(spring|springen)
        (van|uit) (<it>|de|een|haar|zijn) (balkon|flat|dak|raam|galerij|brug) ~(sprong|gesprongen)
        voor (de|een) (trein|metro|auto|tram) (\w{1,12} )?(springen|spring|gesprongen|lopen)
        (pillen|medicijnen|tabletten) (op ?gespaard|bewaard om|spaart|aan het sparen)
        (spaart|spaarde) ~(pillen|medicijnen|tabletten)
        (doe|doet|deed) (ik |ze |hij )?(mezelf|zichzelf|haarzelf|hemzelf) (iets|wat)<end>
        <want> er ?uit ?stappen<end>
        er ?uit (<want>) stappen<end>
        leven hoeft (\w{1,12} ){0,4}<not> (\w{1,12} ){0,2}meer
        overdosis
        (snijd|snijdt|snijden|sneed|snee|verwond|verwondt|krast) (zichzelf|haarzelf|hemzelf|mezelf)
        (zichzelf|haarzelf|hemzelf|mezelf) (snijdt|verwondt|verwonden)
        <self> (ophangen|ophangt|opgehangen|van kant|doodt|doden|verhangen)
        hangt <self> op(?! het| de)
        polsen (door ?gesneden|open ?gesneden|doorsnijden)
        beter af (is |zijn )?zonder (haar|hem|mij|me)
        verder (wil|wou|kan) met (haar|zijn|het|dit|mijn) leven
        geen zin meer in <it> leven
        (klaar|moe|genoeg) (is )?(met|van) <it> leven
        (gestopt|stopt|gaat stoppen) met eten en drinken
    """,
    Kind.VIOLENCE: r"""
        slaa(t|n) (haar|hem|me|mij|elkaar)(<end>| (en|weer|soms|vaak|als|wel|steeds|elke|met))
        slaa(t|n) (de kinderen|zijn (vrouw|kinderen|moeder)|haar (man|kinderen|moeder))
        sloeg (haar|hem|me|mij|elkaar|de kinderen)(?! (\w{1,12} )?over)
        (wordt|worden|werd|werden|is|was) ~geslagen(?! door de bliksem)
        geslagen (wordt|worden|werd|werden|is|was|door)
        (wordt|worden|werd|is) ~(uitgescholden|geduwd|geschopt|gewurgd|bedreigd|vernederd)
        (schopt|trapt|knijpt|wurgt) (haar|hem|de kinderen)
        dreigt (haar|hem|mij|me) ~aan te doen
        dreigt (haar|hem|mij|me) te (slaan|schoppen|vermoorden|steken)
        (krijgt|kreeg) (klappen|slaag|schoppen)
        trap (af )?(geduwd|gegooid|gesmeten)
        blauw oog
        blauwe (plek|plekken|ogen)
        (huiselijk|seksueel|fysiek|lichamelijk) (geweld|misbruik)
        (seksueel|financieel) misbruikt?
        bang (is )?(voor|van) (haar|zijn|z'n|d'r|mijn|de) <close>
        bang (is )?voor (zoon|dochter|man|ex|partner|schoonzoon|kleinzoon)
        durf(t|de) <not> (meer )?naar huis
        (steelt|jat|stal|rooft) ~(van|bij) (haar|hem|zijn|mw|oma|opa)
        (pakt|neemt|haalt) (haar|zijn) (pinpas|bankpas|geld|pensioen) (af|weg)
    """,
    Kind.ILLNESS: r"""
        (?<!planning )(?<!rooster )(?<!agenda )(?<!post )(?<!haar zat )in (de|n|een) war(?! met de)
        drinkt<end>
        drinkt en(?! eet)
        drinkt ~(te ?veel|weer|fors|stevig|flink|zwaar|overdag|bier|wijn|jenever|sterke drank)
        drinkt ~veel(?! (thee|water|koffie|melk))
        (te ?veel|fors|zwaar|weer|stiekem) (gaan |aan het )?(drinkt|drinken)(?! (thee|water))
        drinkt (\w{1,12} ){0,4}(fles|flessen|krat|kratje|halve liters?)
        zuipt
        (aan|van) de (drank|fles|drugs|coke|pillen|wiet)
        (ruikt|rook|stinkt|stonk|riekt) ~(naar )?(drank|alcohol|bier|wiet)
        naar (drank|alcohol|wiet) (ruikt|rook|stinkt|stonk)
        onder invloed
        gebruikt (weer|nog steeds|dagelijks|stiekem)(?! (de|het|een|haar|zijn))
        hoort (soms |steeds |weer )?(stemmen|dingen die er niet)
        ziet dingen die er niet
        <not> (meer )?goed bij (haar|zijn|z'n) (hoofd|verstand)
        burn[ -]out
        (?<!als )(?<!was )(?<!vroeger )(?<!een )psycholo(og|ge)
        (naar|bij) (de|een) psycholo(og|ge)
        intensive care
        onder het mes
        (had|na|kreeg|lichte|kleine) ((een|n) )?tia
        (gebroken|breuk in|kapotte|versleten|nieuwe) <limb>
        <limb> (gebroken|vervangen)
        (is|was|wordt|werd|moest|weer) (\w{1,12} )?opgenomen (op|geweest|met|na|wegens|voor|ivm)
        (is|was|wordt|werd|moest|weer) (\w{1,12} )?opgenomen in(?! de (lijst|planning|agenda|groep))
        gesloten (afdeling|inrichting)
        (in|naar|uit) (een|de) (kliniek|inrichting|afkickkliniek)
        (na|voor|een|haar|zijn) (de |een |haar |zijn )?operatie (aan|bij|gehad|moet|vanwege)
        onder behandeling (bij|van|voor)
        licht (verstandelijk )?beperkt
        verstandelijke? beperk\w{0,5}
        (lichamelijke|psychische|geestelijke) (beperking|klachten|problemen)
        multiple sclerose
        heeft (ms|als|suiker)<end>
        (door|vanwege|ivm) (ms|als)<end>
        heeft (\w{1,12} )?(staar|zuurstof|jicht|reuma)
        door (de )?staar
        aan (het|haar|zijn) (hart|longen|nieren)
        hoge bloeddruk
    """,
    Kind.ORIGIN: r"""
        <people> (\w{1,12} )?<person>
        van <people> (afkomst|komaf|origine)
        (is|was|zijn) (half |van huis uit )?<people>(<end>| (en|maar))
        (komt|komen|kwam|kwamen|is|zijn|oorspronkelijk|afkomstig|gekomen) uit <country>
        (komt|komen|kwam) (oorspronkelijk|van oorsprong|hierheen) uit <country>
        (geboren in|afkomstig van) <country>
        gevlucht
        (is|was|zijn|erg|heel|streng|zeer) (\w{1,12} )?(katholiek|protestants|christelijk|christen)
        (is|was|zijn|erg|heel|streng|zeer) (\w{1,12} )?(religieus|orthodox)
        (katholieke?|protestantse?|christelijke?) <person>
        (naar|lid van) (de |haar |zijn |een )?(kerk|moskee|synagoge|kerkdienst)(?! (koffie|voor))
        gelooft? (niet )?in (god|allah|jezus)
        vast(en|te)? (mee )?(voor|met|tijdens|ivm) (de )?ramadan
        (is|was|hier|er) (\w{1,12} )?illegaal(?! (ge|afval|vuil|grof|vuur|onder|verhuur))
        illegaal (hier|in nederland|verblijf)
        illegalen
        geen (verblijfs\w{0,12}|papieren)
        (is|was) (\w{1,12} )?(homo|lesbisch|bi|gay|queer|trans)
    """,
    Kind.DEBTS: r"""
        onder bewind
        schuld (bij|van \d)
        (kan|kon) ~(huur|energie|gas|rekeningen?|boodschappen|lasten) <not> (\w{1,12} )?betalen
        (huur|rekeningen|energie) <not> (meer )?(betaald|betaalt|betalen|betaalde)
        (betaalt|betaalde|betalen) (de |haar |zijn )?(huur|rekeningen) (al \w{1,12} )?<not>
        achterstand (in|met|op|bij) (de |het )?(huur|betal\w{1,4}|energie)
        achter (met|op) (de )?(huur|betal\w{1,4})
        huur achter
        (staat|stond|staan) (\w{1,12} ){0,2}rood(?! (licht|op|in|gemarkeerd|geverfd))
        geen geld(?! (aan|uit|nodig|bij|mee|kwijt|waard|(\w{1,12} )(uit|kwijt|nodig)))
        (leent|lenen|leende) ~geld
        geld (te )?lenen
        (?<!automatische )(?<!via )incasso
        (dreigt|dreigend|dreigende|wordt) (met )?ontruim(ing|d)
        (gas|stroom|energie|elektra|gas en licht) (is |wordt |werd )?afgesloten(?! (ivm|voor))
        (uit|voor) (huis )?(gezet|uitzetting|ontruiming) (wegens|ivm|vanwege)
        krap bij kas
        beslag (op|gelegd)
        kan <not> rondkomen
        komt <not> rond
    """,
    Kind.CRIME: r"""
        <somebody> (\w{2,20} )?(zit|zat) ~vast(?! (aan|in|op|te|met|tussen|onder|bij))
        (heeft|had) ~vastgezeten(?! in de (lift|file))
        (heeft|had) gezeten (voor|wegens) (drugs|diefstal|inbraak|mishandeling|geweld|moord|fraude)
        zit (nog |weer |al )?(in de bak|achter de tralies|in de cel|in hechtenis)
        (opgepakt|meegenomen|aangehouden) (door (de )?politie|wegens)
        (opgepakt|aangehouden) voor \w{1,20}(stal|braak|handel)
        (verdachte?|verdenking) van
        bekend (is )?bij (de )?politie
        (verkoopt|verhandelt|handelt in) (\w{1,12} )?(drugs|wiet|coke|pillen|hasj)
        voorwaardelijke? straf
    """,
}
