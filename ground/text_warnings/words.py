"""Dutch words and phrases that should not stand in a text about a person, by kind.

Words are folded: lower case, without accents. `dement*` is every word that starts with it,
`*kanker` every word that ends in it, `!meditatie*` is an exception to all of these. A listed word
of eight letters or more is also recognised with one typing error.

Phrases are regular expressions on the folded text. Every repetition in them is bounded, so that a
long text takes time in proportion to its length.
"""

from ground.text_warnings.kinds import Kind

# Up to two words between the words of a phrase.
GAP = r"(?:\w{1,20} ){0,2}"
THEMSELVES = r"(?:zichzelf|zich zelf|haarzelf|hemzelf|mezelf|mijzelf|zich)"
SOMEBODY = (
    r"(?:(?:haar|zijn|z'n|de|mijn|hun|een|der|dr) )?(?:man|vrouw|ex|partner|vriend|vriendin|zoon|"
    r"dochter|vader|moeder|broer|zus|kleinzoon|schoonzoon|buurman|buurvrouw|hij|zij|ze|ie|meneer|"
    r"mevrouw|mw|mevr|dhr)"
)
PERSON = (
    r"(?:man|mannen|vrouw|vrouwen|meneer|mevrouw|mevr|mw|dhr|dame|dames|heer|heren|familie|gezin|"
    r"jongen|jongens|meisje|meisjes|meid|buren|buurman|buurvrouw|huurder|huurders|huurster|bewoner|"
    r"bewoners|bewoonster|mensen|persoon|arbeider|arbeiders|jongere|jongeren|stel|echtpaar|kind|"
    r"kinderen|"
    r"moeder|weduwe|weduwnaar|gastarbeider|gastarbeiders|nationaliteit|roots|cultuur|"
    r"achtergrond|afkomst|komaf|ouders|vader|moeder|vriend|"
    r"vriendin|oudere|ouderen|opa|oma)\b"
)
PEOPLES = (
    r"(?:marr?ok+aan|turk|surinaam|antilliaan|arubaan|curacaos|afrikaan|somalisch|eritrees|"
    r"ethiopisch|"
    r"syrisch|irakee?s|iraans|afghaans|pakistaan|indiaas|hindoestaan|indonesisch|indisch|molukk?s|"
    r"chinees|chinese|vietnamees|vietnamese|thais|filipijn|pools|roemeen|bulgaar|hongaar|oekrains|"
    r"russisch|joegoslavisch|bosnisch|servisch|kroatisch|albanees|albanese|grieks|italiaan|spaan|"
    r"portugees|portugese|ghanees|ghanese|nigeriaan|kongolees|congolees|kaapverdis|koerdisch|"
    r"armee?ns|arabisch|egyptisch|tunesisch|algerijn|libanees|libanese|palestijn|israelisch|joods|"
    r"islamitisch|buitenland|donker|zwart|kleurd|gekleurd|westers|niet-westers)(?:s|se|e)?"
)
COUNTRIES = (
    r"(?:marokko|turkije|suriname|antillen|curacao|aruba|bonaire|somalie|eritrea|ethiopie|syrie|"
    r"irak|"
    r"iran|afghanistan|pakistan|india|indonesie|indie|de molukken|china|vietnam|thailand|polen|"
    r"roemenie|bulgarije|hongarije|oekraine|rusland|joegoslavie|bosnie|servie|kroatie|albanie|"
    r"kosovo|"
    r"griekenland|italie|spanje|portugal|ghana|nigeria|kongo|congo|kaapverdie|koerdistan|armenie|"
    r"egypte|tunesie|algerije|libanon|palestina|gaza|israel|soedan|sudan|jemen|colombia|venezuela|"
    r"brazilie|dominicaanse republiek|sierra leone|angola|gambia|guinee|burundi|rwanda|oeganda)"
)

WORDS: dict[Kind, str] = {
    Kind.DANGER: """
        zelfmoord* zelfdod* suicid* suicide* afscheidsbrief* levensmoe* automutil* zelfbeschadig*
        doodswens* zelfverwond* doodsgedacht* slaapmiddelen*
        !levensmoed
    """,
    Kind.VIOLENCE: """
        mishandel* kindermishandel* ouderenmishandel* verkracht* aangerand* aanrand* eerwraak
        bedreigt bedreigd bedreigde bedreigen mensenhandel uitgebuit opgesloten ontspoord*
        striemen steekpartij kleineert vernedert
    """,
    Kind.ILLNESS: """
        dement* dementer* alzheimer* korsakov* parkinson* delier* delirium* geheugenproble*
        geheugenverlies geheugenpoli* vergeetachtig* depressi* depressief* deprie depri
        antidepress* antidepres* zwaarmoedig* manisch* bipolair* burnout* overspannen psychisch*
        psychiat* psychiatrisch* psychologisch* psychose* psychotisch* psychoot schizo*
        schizofreen* waanbeeld* wanen waandenk* waanidee* paranoi* hallucin* borderline* autis*
        autistisch* asperger aspergersyndroom adhd ptss posttraumatisch* angststoornis*
        paniekaanval* paniekstoornis* dwangstoornis* smetvrees pleinvrees angsten fobie* *fobie
        eetstoornis* anorexia* boulimia* stoornis *stoornis persoonlijkheidsstoornis* trauma
        getraumatiseerd* lvb verstandelijk* zwakbegaafd* zwakzinnig* nah hersenletsel*
        hersenschade* hersentumor* cognitie* geheugenklacht* ggz crisisdienst* crisisopname* psych
        zorgmijd* alcohol* alcoholist* alcoholisme* alcoholverslaafd* dronken* bezopen
        drankproble* drankzuchtig* drugs* drugsgebruik* verslaa* verslaafd* verslaving*
        gokverslaafd* gokverslaving* blowt blowen blower cocaine* coke heroine* wiet wietlucht
        pillenslik* blowverslaa* ghb methadon* afkick* afkicken ontwenning* junk junkie* verward*
        verwardheid* kanker* *kanker borstkanker* longkanker* prostaatkanker* darmkanker* tumor*
        *tumor uitgezaaid* uitzaaiing* chemo* chemotherapie* bestraling* bestraald palliatief*
        palliatieve* terminaal* terminale leukemie* leukaemie* hospice ongeneeslijk* griep griepje
        grieperig* doodziek diabet* diabetes* diabeet suikerziek* suikerpatient* insuline* copd
        astma* longemfyseem* longontsteking* longziek* emfyseem* zuurstoffles* hartaanval*
        hartinfarct* hartfalen* hartpatient* hartkwaal* hartklacht* hartmedic* hartproble*
        hartritme* pacemaker* hartstilstand* infarct* *infarct herseninfarct* hersenbloeding*
        beroerte* tia cva halfzijdig* bloeddruk* trombose* embolie* dialyse* *dialyse bloedverdun*
        sondevoeding schildklier* prostaat* staaroperatie* nierpatient* nierfalen* nierziekte*
        epilep* epilepsie* spierziekte* reuma* reumatisch* artrose* artritis* osteoporose* hernia*
        fibromyalgie* migraine* crohn* colitis* stoma katheter* incontinent* incontinentie*
        diarree* hiv* aids hepatitis* tuberculose* tbc covid* ziek ziekte* *ziekte ziekenhuis*
        ziekenhuisopname* ziekelijk* zkh longarts oncoloog* cardioloog* neuroloog* geriater*
        geriatr* reumatoloog* uroloog* gynaecoloog* medicijn* medicijnen* medicatie* *medicatie
        medikatie* pijnstill* pijnstillers* slaappil* slaappillen* oxazepam* lithium morfine*
        antibiotica* prozac ritalin* kalmeringsmid* pillendoos diagnose* gediagnosticeerd*
        aandoening* *aandoening syndroom* handicap* gehandicapt* invalide* amputatie* geamputeerd*
        geopereerd* heupoperatie* knieoperatie* hartoperatie* rugoperatie* oogoperatie*
        hersenoperatie* darmoperatie* borstoperatie* prikpil revalid* revalideren* revalidatie*
        decubitus* huidziekte* schurft* ondergewicht* ondervoed* obesitas* wajong*
        arbeidsongeschikt* euthanasie*
        !meditatie* !hekanker !stokanker !verkeersinfarct !mediatie* !kankerbestrijding*
        !kankerstichting* !kankerfonds* !ziektekostenverzeker* !ziektekosten* !alcoholvrij*
        !beoordeeld* !artistiek* !dementievriendelijk* !aspergeroomsoep
    """,
    Kind.ORIGIN: """
        moslim* moslima* moslem* islam islamiet* islamitisch* jehova* jehovah* gereformeerd*
        hervormd* pinkstergemeente* evangelisch* evangelist* orthodox* joods jood joden jodin
        hindoe hindoes hindoeisme boeddhist* gelovig* ongelovig* kerkganger* kerkelijk* bekeerd*
        hoofddoek* niqab boerka koranles koranschool* vrijdaggebed* sikh atheist* allochtoon*
        allochtone marokkaan marokkanen turk turken surinamer* antilliaan antillianen somalier*
        eritreeer* syrier* irakees irakezen iranier* afghaan afghanen hindoestaan hindoestanen
        molukker* oekrainer* oekraiener* arabier* afrikaan afrikanen zigeuner* statushouder*
        asielzoeker* asielproced* asielaanvr* azc vluchteling* ongedocumenteerd* uitgeprocedeerd*
        verblijfsvergunning* verblijfsstatus* verblijfsdocument* naturalisatie*
        vreemdelingenpolitie homo homos homosex* homofiel* homoseksu* homoseksueel* lesbisch*
        lesbienne* lesbi biseksu* transgender* transvrouw* transman geaardheid*
        !turks !moslimbegraafplaats
    """,
    Kind.DEBTS: """
        schulden schuldensaner* schuldsaner* schuldsanering* schuldhulp* schuldhulpverlening*
        schuldenaar schuldeiser* schuldenproblem* schuldenprobl* huurschuld* huurachterstand*
        betalingsachterstand* betaalachterstand* deurwaarder* incassobur* incassobureau*
        incassobri* incassokosten aanmaning* wanbetal* wanbetaler* bewindvoer* bewindvoerder*
        beschermingsbewind* wsnp msnp failliet* faillissement* loonbeslag* beslaglegging*
        budgetbeheer* budgetcoach* voedselbank* geldzorg* geldzorgen* geldproblem* geldproblemen*
        geldnood betalingsproble* voedselpakket* kredietbank* blut ontruimingsvonnis*
        huisuitzetting*
    """,
    Kind.CRIME: """
        strafblad* gevangenis* gevangene* gedetineerd* detentie* bajes gearresteerd* aangehouden
        veroordeeld* reclassering* enkelband* taakstraf* tbs dealt dealde dealer dealen
        drugsdealer* drugshandel* drugspand* wietplantage* hennepkwekerij* hennepplant*
        wietkweker* wietplant* criminee* crimineel* criminele* criminaliteit* pedofiel* pedo pedos
        zedendelict* zedendelinq* zedenzaak* zedenmisdr* stalker* stalkt stalking moordenaar*
        inbreker* heling oplichter* fraudeur* uitkeringsfraude* jeugddetentie* justitie
        brandsticht* diefstal* heler vuurwapen* wapenbezit*
    """,
    Kind.OPINION: "eenzaam* eenzame eenzaamheid vervuil* agressi* asociaal asociale lastpak",
}  # fmt: skip

PHRASES: dict[Kind, list[str]] = {
    Kind.DANGER: [
        r"\b(?:er|dr|d'r) " + GAP + r"(?:een|n|'n) ein(?:d|de) (?:aan|an)\b(?! de\b| het\b)",
        r"\b(?:wil|wilt|wilde|willen|wou) er " + GAP + r"ni?et? meer (?:zijn|wezen)\b",
        r"\bals ik er ni?et? meer ben\b|\bwas ik maar dood\b",
        r"\bleven "
        + GAP
        + r"ni?et? meer (?:nodig|waard|zin|de moeite)|\bleven (?:is|heeft) (?:zinloos|"
        r"geen zin)\b",
        r"\b(?:eerder|eerdere|al|vroeger|\d{4}) (?:een |eens een )?poging (?:gedaan|ondernomen)\b",
        r"\bvan (?:het|t|'t) leven (?:beroven|beroofd|benemen|benomen)\b",
        r"\bnaar (?:haar|zijn|mijn) (?:overleden|dode|gestorven) \w{1,12} toe\b",
        r"\bein(?:d|de) aan (?:haar|zijn|z'n|mijn|m'n|het) leven\b",
        r"\bmaakt? (?:er )?(?:een|n|'n) eind(?:e)? aan (?:haar|zijn|z'n|mijn|m'n) leven",
        r"\b(?:wil|wilt|wilde|willen|wou) "
        + GAP
        + r"(?:dood|doodgaan|dood gaan|sterven)\b(?! hout)",
        r"\bdood (?:wil|wilt|wilde|willen|wou|zijn)\b",
        r"\b(?:liever|beter) " + GAP + r"(?:dood|doodgaan|dood gaan|er niet meer)\b",
        r"\b(?:wil|wilt|wilde|willen|wou|hoef|hoeft|hoefde) (?:ni?et? |echt |zo |gewoon |"
        r"van mij ){1,3}"
        r"(?:meer )?(?:leven|verder leven|verder met leven|wakker worden|op deze wereld)\b",
        r"\bvoor (?:mij|haar|hem|mn|m'n) hoef(?:t|de)? (?:het|t|'t)(?: leven)?(?: allemaal| echt)? "
        r"ni?et? ?meer\b",
        r"\b(?:het|t|'t|leven|er) " + GAP + r"ni?et? meer zitten\b",
        r"\b(?:wil|wilde|wou|gaat|ging|zou|zal|kan) "
        + GAP
        + THEMSELVES
        + r" (?:iets|wat) aan ?(?:doen|te doen)\b",
        THEMSELVES + r" (?:iets|wat) (?:aan ?(?:doen|doet|deed|gedaan)|aan te doen)\b",
        r"\b(?:van|uit) (?:het|t|'t|de|een|haar|zijn) (?:balkon|flat|dak|raam|galerij|brug|trein) "
        + GAP
        + r"(?:springen|spring|afspringen|gesprongen|sprong)\b",
        r"\bvoor (?:de|een) (?:trein|metro|auto|tram) (?:\w{1,12} )?(?:springen|spring|"
        r"gesprongen|lopen)",
        r"\b(?:pillen|medicijnen|tabletten) (?:op ?gespaard|bewaard om|spaart|aan het sparen|"
        r"ingenomen)",
        r"\b(?:spaart|spaarde) " + GAP + r"(?:pillen|medicijnen|tabletten)\b",
        r"\boverdosis\b",
        r"\b(?:snij(?:d|dt|den)|sneed|snee|verwondt?|krast|ophangt|ophangen|hangt) "
        + THEMSELVES
        + r"\b",
        THEMSELVES
        + r" (?:snijdt|verwondt|verwonden|ophangen|ophangt|opgehangen|van kant|doodt|verhangen)",
        r"\bverh(?:angen|ing) " + THEMSELVES,
        r"\bpolsen (?:door ?gesneden|open ?gesneden|doorsnijden)\b",
        r"\b(?:iedereen|jullie|wereld|kinderen|ze) " + GAP + r"beter af (?:is |zijn )?zonder "
        r"(?:haar|hem|mij|me)\b",
        r"\bbeter af (?:is |zijn )?zonder (?:haar|hem|mij|me)\b",
        r"\bni?et? meer verder (?:wil|kan|wou)\b|\bverder (?:wil|kan) met (?:haar|zijn|het|dit)"
        r" leven\b",
        r"\bgeen zin meer in (?:het|t|'t) leven\b",
        r"\b(?:klaar|moe|genoeg) (?:is )?(?:met|van) (?:het|t|'t) leven\b",
        r"\bniet meer (?:te )?(?:leven|verder leven)\b",
        r"\b(?:gestopt|stopt|gaat stoppen) met eten en drinken\b",
    ],
    Kind.VIOLENCE: [
        r"\bslaa(?:t|n) (?:haar|hem|me|mij|elkaar|de kinderen|zijn (?:vrouw|kinderen|moeder)|"
        r"haar (?:man|kinderen|moeder))(?=\s*(?:$|[,.;:!?)]|en\b|weer|soms|vaak|als\b|wel\b|"
        r"steeds|elke))",
        r"\b(?:wordt|worden|werd|werden|is|was) " + GAP + r"geslagen\b(?! door de bliksem)",
        r"\bgeslagen (?:wordt|worden|werd|werden|is|was|door)\b",
        r"\bsloeg (?:haar|hem|me|mij|elkaar|de kinderen)\b(?! (?:\w{1,12} )?over)",
        r"\bblauw oog\b",
        r"\b(?:wordt|worden|werd|is) "
        + GAP
        + r"(?:uitgescholden|geduwd|geschopt|gewurgd|bedreigd|vernederd)\b",
        r"\bdreigt (?:haar|hem|mij|me) " + GAP + r"aan te doen\b",
        r"\b(?:steelt|jat|stal|rooft) " + GAP + r"(?:van|bij) (?:haar|hem|zijn|mw|oma|opa)\b",
        r"\btrap (?:af )?(?:geduwd|gegooid|gesmeten)\b",
        r"\b(?:krijgt|kreeg) (?:klappen|slaag|schoppen)\b",
        r"\bblauwe (?:plek|plekken|oog|ogen)\b",
        r"\b(?:huiselijk|seksueel|fysiek|lichamelijk) (?:geweld|misbruik)\b",
        r"\b(?:seksueel|financieel) misbruikt?\b",
        r"\bbang (?:is )?(?:voor|van) (?:haar|zijn|z'n|d'r|mijn|de) (?:man|vrouw|ex|partner|"
        r"vriend|zoon|"
        r"dochter|vader|moeder|schoonzoon|kleinzoon)\b",
        r"\bdur(?:ft|fde) niet (?:meer )?naar huis\b",
        r"\b(?:pakt|neemt|haalt) (?:haar|zijn) (?:pinpas|bankpas|geld|pensioen) (?:af|weg)\b",
        r"\b(?:schopt|trapt|knijpt|wurgt) (?:haar|hem|de kinderen)\b",
    ],
    Kind.ILLNESS: [
        r"(?<!planning )(?<!rooster )(?<!agenda )(?<!post )(?<!haar zat )(?<!haar is )\bin de war\b"
        r"(?! met de (?:datum|dag|tijd))",
        r"\bin (?:een|n) war\b",
        r"\bdrinkt(?=\s*(?:$|[,.;:!?)]|en\b(?! eet)))",
        r"\bdrinkt "
        + GAP
        + r"(?:te ?veel|veel(?! (?:thee|water|koffie|melk))|weer|fors|stevig|flink|"
        r"zwaar|overdag|bier|wijn|jenever|sterke drank)\b",
        r"\b(?:te ?veel|veel|fors|zwaar|weer|stiekem) (?:gaan |aan het |aan )?(?:drinkt|drinken|"
        r"zuipt|zuipen)\b"
        r"(?! (?:thee|water|koffie))",
        r"\b(?:aan|van) de (?:drank|fles|drugs|coke|pillen|wiet)\b",
        r"\b(?:ruikt|rook|stinkt|stonk|riekt) " + GAP + r"(?:naar )?(?:drank|alcohol|bier|wiet)\b",
        r"\bnaar (?:drank|alcohol|wiet) (?:ruikt|rook|stinkt|stonk)\b",
        r"\bonder invloed\b(?! van het weer)",
        r"\bzuipt\b",
        r"\bhoort (?:soms |steeds |weer )?(?:stemmen|dingen die er niet)\b",
        r"\bziet dingen die er niet\b",
        r"\bburn[ -]out\b",
        r"(?<!als )(?<!was )(?<!vroeger )(?<!een )\bpsycholo(?:og|ge)\b",
        r"\b(?:naar|bij) (?:de|een) psycholo(?:og|ge)\b",
        r"\bgebruikt (?:weer|nog steeds|dagelijks|stiekem)\b(?! (?:de|het|een|haar|zijn)\b)",
        r"\bintensive care\b",
        r"\bonder het mes\b",
        r"\bheeft (?:\w{1,12} )?(?:staar|zuurstof|jicht|een bril nodig na)\b|"
        r"\bdoor (?:de )?staar\b",
        r"\b(?:gebroken|breuk in|kapotte|versleten) (?:heup|been|arm|pols|enkel|rib|ribben|knie|"
        r"schouder|"
        r"voet|hand|rug|bekken)\b",
        r"\b(?:heup|been|arm|pols|enkel|rib|ribben|knie|schouder|voet|bekken) (?:gebroken|"
        r"vervangen)\b",
        r"\bnieuwe (?:heup|knie)\b",
        r"\b(?:is|was|wordt|werd|moest|weer) (?:\w{1,12} )?opgenomen (?:in|op|geweest|met|na|"
        r"wegens|voor|ivm)\b"
        r"(?! de (?:lijst|planning|agenda|groep|route))",
        r"\bgesloten (?:afdeling|inrichting)\b",
        r"\b(?:in|naar|uit) (?:een|de) (?:kliniek|inrichting|afkickkliniek)\b",
        r"\b(?:na|voor|aan|een|haar|zijn) (?:de |een |haar |zijn )?operatie (?:aan|in het|bij|"
        r"gehad|"
        r"moet|vanwege)\b",
        r"\bonder (?:behandeling|controle) (?:bij|van|voor)\b",
        r"\blicht (?:verstandelijk )?beperkt\b",
        r"\bverstandelijke? beperk\w{0,5}\b",
        r"\b(?:lichamelijke|psychische|geestelijke|verstandelijke) (?:beperking|klachten|"
        r"problemen)\b",
        r"\bniet (?:meer )?goed bij (?:haar|zijn|z'n) (?:hoofd|verstand)\b",
        r"\bmultiple sclerose\b",
        r"\bheeft (?:ms|als|suiker|asma|reuma|het aan (?:haar|zijn) (?:hart|longen|nieren))\b",
        r"\baan (?:het|haar|zijn) (?:hart|longen|nieren)\b",
        r"\bhoge bloeddruk\b",
    ],
    Kind.ORIGIN: [
        r"\b" + PEOPLES + r" (?:\w{1,12} )?" + PERSON,
        r"\bvan " + PEOPLES + r" (?:afkomst|komaf|origine)\b",
        r"\b(?:kom(?:t|en|st)?|kwam|kwamen|is|zijn|gevlucht|gekomen|oorspronkelijk|afkomstig|"
        r"hierheen) "
        r"(?:oorspronkelijk |van oorsprong |hierheen )?uit " + COUNTRIES + r"\b",
        r"\b(?:is|was|zijn) (?:half |van huis uit )?"
        + PEOPLES
        + r"(?=\s*(?:$|[,.;:!?)]|en\b|maar\b))",
        r"\b(?:geboren in|gevlucht uit|afkomstig van) " + COUNTRIES + r"\b",
        r"\bgevlucht\b",
        r"\b(?:is|was|zijn|erg|heel|streng|zeer|van huis uit) (?:\w{1,12} )?(?:katholiek|"
        r"protestants|"
        r"christelijk|christen|religieus|orthodox)\b",
        r"\b(?:katholieke?|protestantse?|christelijke?) " + PERSON,
        r"\b(?:naar|vanuit|via|lid van|bij) (?:de |haar |zijn |een )?(?:kerk|moskee|synagoge|"
        r"tempel|mis|"
        r"kerkdienst)\b(?! (?:koffie|voor (?:het|een|de) (?:concert|optreden|lunch|maaltijd|"
        r"koffie)))",
        r"\bgelooft? (?:in|niet in) (?:god|allah|jezus)\b",
        r"\bvast(?:en|te)? (?:mee )?(?:voor|met|tijdens|ivm) (?:de )?ramadan\b",
        r"\billega(?:al|le|len)\b(?! (?:gedumpt|gestort|geplaatst|geparkeerd|afval|vuil|"
        r"grofvuil|vuurwerk|"
        r"onder|verhuur|stort|gebouwd|gekapt))",
        r"\bgeen (?:verblijfs\w{0,12}|papieren)\b",
        r"\b(?:is|was) (?:\w{1,12} )?(?:homo|lesbisch|bi|gay|queer|trans)\b",
    ],
    Kind.DEBTS: [
        r"\bonder bewind\b",
        r"\bschuld (?:bij|van (?:€|\d|een paar|zo)|bij ons)\b",
        r"\b(?:kan|kon|kunnen) "
        + GAP
        + r"(?:huur|energie|gas|rekening|rekeningen|boodschappen|vaste lasten|"
        r"zorgpremie) (?:\w{1,12} ){0,2}(?:betalen|opbrengen)\b",
        r"\b(?:huur|rekeningen|energie) ni?et? (?:meer )?(?:betaald|betaalt|betalen)\b",
        r"\bachterstand (?:in|met|op|bij) (?:de |het )?(?:huur|betal\w{1,4}|energie)\b",
        r"\bsta(?:at|an|nd|ond)? (?:\w{1,12} ){0,2}rood\b(?! (?:licht|op|in|gemarkeerd|geverfd))",
        r"(?:\bgeen geld\b)(?! (?:aan|uit|nodig|bij|mee|kwijt|waard|\w{1,12} (?:uit|kwijt|"
        r"nodig))\b)",
        r"\b(?:maanden|maand|mnd) (?:\w{1,12} )?(?:huur )?achter\b|\bachter met (?:de )?huur\b|"
        r"\bhuur achter\b",
        r"\b(?:leent|lenen|leende) " + GAP + r"geld\b|\bgeld (?:te )?lenen\b",
        r"(?<!automatische )(?<!via )\bincasso\b",
        r"\b(?:dreigt|dreigend|dreigende|wordt) (?:met )?ontruim(?:ing|d)\b",
        r"\b(?:gas|stroom|energie|water|licht|elektra) (?:is |wordt |werd )?afgesloten\b"
        r"(?! (?:voor|ivm|wegens) (?:onderhoud|werk|reparatie))",
        r"\b(?:uit|voor) (?:huis )?(?:gezet|uitzetting|ontruiming) (?:wegens|ivm|vanwege)\b",
        r"\b(?:betaalt|betaalde|betalen) (?:de |haar |zijn )?(?:huur|rekeningen)"
        r" (?:al \w{1,12} )?ni?et?\b",
        r"\bkrap bij kas\b",
        r"\bbeslag (?:op|gelegd)\b",
        r"\bkan niet rondkomen\b|\bkomt niet rond\b",
    ],
    Kind.CRIME: [
        SOMEBODY
        + r" (?:\w{2,20} )?(?:zit|zat) (?:\w{1,12} ){0,2}vast\b(?! (?:aan|in|op|te|met|tussen|"
        r"onder|bij)\b)",
        r"\b(?:heeft|had) (?:\w{1,12} ){0,2}vastgezeten\b(?! in de (?:lift|file))",
        r"\bzit (?:nog |weer |al )?(?:in de bak|achter de tralies|in de cel|in hechtenis)\b",
        r"\b(?:opgepakt|meegenomen|aangehouden) (?:door (?:de )?politie|voor|wegens)\b(?! (?:de|"
        r"het)\b)",
        r"\b(?:verdacht(?:e)?|verdenking) van\b|\bbekend (?:is )?bij (?:de )?politie\b",
        r"\b(?:verkoopt|verhandelt|handelt in) (?:\w{1,12} )?(?:drugs|wiet|coke|pillen|hasj)\b",
        r"\b(?:geseponeerd|voorwaardelijke? straf)\b",
    ],
}

# Kinds of which a word is also recognised with one typing error.
MISSPELT = {Kind.DANGER, Kind.ILLNESS, Kind.ORIGIN, Kind.DEBTS, Kind.CRIME}
# Words of the language that are one letter away from a listed word, from a list of 400,000.
OTHER_WORDS = """
    conditie doorziek grienerig hulpoperatie kerkgangen kerkzanger aangehoudene afgangen afhangen
    afkijken afrikaans afrikaner antilliaans asperges begroete beroerde beroeren bestrating
    broertje decenter decentie degressief detectie deurwaarde deventer eerzaamheid erewraak
    evangelies gedeformeerd gedetoneerd gehangene gehoereerd hindoestaans hindostaans homofilm
    hoofdboek hoofddek hoofddoel inbreken justitia katheder kerkedijk marokkaans migratie molukken
    necroloog oekraine oenoloog ondergoed ondervond ontkenning oplichten oplichtte oprichter
    opzichter overspanden schalden schelden schilden schildenaar scholden schudden schuilde
    schuilden schuilen schulpen schulten schuwden spalking stalling straling surinaams suriname
    surinames terminal terminals trombone uitgewaaid uitgezaagd uitgezwaaid veroordeel waranden
    zekerlijk
"""
