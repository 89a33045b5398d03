"""Dutch words that should not stand in a text about a person, by kind.

Words are folded: lower case, without accents. `dement*` is every word that starts with it,
`*kanker` every word that ends in it, `!meditatie*` is an exception to all of these. A listed word
of eight letters or more is also recognised with one typing error.
"""

from ground.text_warnings.kinds import Kind

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
        dement* dementer* gedement* parnassia altrecht ggnet dimence lentis jellinek tactus
        novadic alzheimer* korsakov* parkinson* delier* delirium* geheugenproble* geheugenverlies
        geheugenpoli* vergeetachtig* depressi* depressief* deprie depri antidepress* antidepres*
        zwaarmoedig* manisch* bipolair* burnout* overspannen psychisch* psychiat* psychiatrisch*
        psychologisch* psychose* psychotisch* psychoot schizo* schizofreen* waanbeeld* wanen
        waandenk* waanidee* paranoi* hallucin* borderline* autis* autistisch* asperger
        aspergersyndroom adhd ptss posttraumatisch* angststoornis* paniekaanval* paniekstoornis*
        dwangstoornis* smetvrees pleinvrees angsten fobie* *fobie eetstoornis* anorexia* boulimia*
        stoornis *stoornis persoonlijkheidsstoornis* trauma getraumatiseerd* lvb verstandelijk*
        zwakbegaafd* zwakzinnig* nah hersenletsel* hersenschade* hersentumor* cognitie*
        geheugenklacht* ggz crisisdienst* crisisopname* psych zorgmijd* alcohol* alcoholist*
        alcoholisme* alcoholverslaafd* dronken* bezopen drankproble* drankzuchtig* drugs*
        drugsgebruik* verslaa* verslaafd* verslaving* gokverslaafd* gokverslaving* blowt blowen
        blower cocaine* heroine* wiet wietlucht pillenslik* blowverslaa* ghb methadon* afkick*
        afkicken ontwenning* junk junkie* verward* verwardheid* kanker* *kanker borstkanker*
        longkanker* prostaatkanker* darmkanker* tumor* *tumor uitgezaaid* uitzaaiing* chemo*
        chemotherapie* bestraling* bestraald palliatief* palliatieve* terminaal* terminale
        leukemie* leukaemie* hospice ongeneeslijk* griep griepje grieperig* doodziek diabet*
        diabetes* diabeet suikerziek* suikerpatient* insuline* copd astma* longemfyseem*
        longontsteking* longziek* emfyseem* zuurstoffles* hartaanval* hartinfarct* hartfalen*
        hartpatient* hartkwaal* hartklacht* hartmedic* hartproble* hartritme* pacemaker*
        hartstilstand* infarct* *infarct herseninfarct* hersenbloeding* beroerte* cva halfzijdig*
        bloeddruk* trombose* embolie* dialyse* *dialyse bloedverdun* sondevoeding schildklier*
        prostaat* staaroperatie* nierpatient* nierfalen* nierziekte* epilep* epilepsie*
        spierziekte* reuma* reumatisch* artrose* artritis* osteoporose* hernia* fibromyalgie*
        migraine* crohn* colitis* stoma katheter* incontinent* incontinentie* diarree* hiv* aids
        hepatitis* tuberculose* tbc covid* ziek ziekte* *ziekte ziekenhuis* ziekenhuisopname*
        ziekelijk* zkh longarts oncoloog* cardioloog* neuroloog* geriater* geriatr* reumatoloog*
        uroloog* gynaecoloog* medicijn* medicijnen* medicatie* *medicatie medikatie* pijnstill*
        pijnstillers* slaappil* slaappillen* oxazepam* lithium morfine* antibiotica* prozac
        ritalin* kalmeringsmid* pillendoos diagnose* gediagnosticeerd* aandoening* *aandoening
        syndroom* handicap* gehandicapt* invalide* amputatie* geamputeerd* geopereerd*
        heupoperatie* knieoperatie* hartoperatie* rugoperatie* oogoperatie* hersenoperatie*
        darmoperatie* borstoperatie* prikpil revalid* revalideren* revalidatie* decubitus*
        huidziekte* schurft* ondergewicht* ondervoed* obesitas* wajong* arbeidsongeschikt*
        euthanasie*
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
        geldnood betalingsproble* betalingsregeling* voedselpakket* kredietbank* blut
        ontruimingsvonnis* huisuitzetting*
    """,
    Kind.CRIME: """
        strafblad* gevangenis* gevangene* gedetineerd* detentie* bajes gearresteerd* aangehouden
        veroordeeld* reclassering* enkelband* taakstraf* tbs dealt dealde dealen drugsdealer*
        drugshandel* drugspand* wietplantage* hennepkwekerij* hennepplant* wietkweker* wietplant*
        criminee* crimineel* criminele* criminaliteit* pedofiel* pedo pedos zedendelict*
        zedendelinq* zedenzaak* zedenmisdr* stalker* stalkt stalking moordenaar* inbreker* heling
        oplichter* fraudeur* uitkeringsfraude* jeugddetentie* justitie brandsticht* diefstal*
        heler vuurwapen* wapenbezit*
    """,
    Kind.OPINION: "eenzaam* eenzame eenzaamheid vervuil* agressi* asociaal asociale lastpak",
}  # fmt: skip

# Kinds of which a word is also recognised with one typing error.
MISSPELT = {Kind.DANGER, Kind.ILLNESS, Kind.ORIGIN, Kind.DEBTS, Kind.CRIME}
# Words of the language that are one letter away from a listed word, from a list of 400,000.
OTHER_WORDS = """
    albrecht gecement driestal postraat conditie doorziek grienerig hulpoperatie kerkgangen
    kerkzanger aangehoudene afgangen afhangen afkijken afrikaans afrikaner antilliaans asperges
    begroete beroerde beroeren bestrating broertje decenter decentie degressief detectie
    deurwaarde deventer eerzaamheid erewraak evangelies gedeformeerd gedetoneerd gehangene
    gehoereerd hindoestaans hindostaans homofilm hoofdboek hoofddek hoofddoel inbreken justitia
    katheder kerkedijk marokkaans migratie molukken necroloog oekraine oenoloog ondergoed
    ondervond ontkenning oplichten oplichtte oprichter opzichter overspanden schalden schelden
    schilden schildenaar scholden schudden schuilde schuilden schuilen schulpen schulten schuwden
    spalking stalling straling surinaams suriname surinames terminal terminals trombone uitgewaaid
    uitgezaagd uitgezwaaid veroordeel waranden zekerlijk
"""
