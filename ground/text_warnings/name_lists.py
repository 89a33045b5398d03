"""Words of relationship, given names, and what follows a relationship and is no name."""

RELATIONS = """
    zoon zoontje dochter dochtertje kind broer broertje zus zusje zuster nicht nichtje neef neefje
    oom tante oma opa man vrouw echtgenoot echtgenote vader moeder pa ma kleinkind zwager zwagerin
    schoonzus vriend vriendin vriendje vriendinnetje verloofde ex exman exvrouw kennis
    mantelzorger buur buurman buurvrouw buurvr buurjongen buurmeisje buren buurtgenoot huisarts
    dokter arts psychiater psycholoog wijkagent agent verpleegkundige wijkverpleegkundige
    casemanager begeleider begeleidster bewindvoerder pastoor dominee imam pastor thuishulp
    thuiszorg hulp huisgenoot kamergenoot
"""

# What follows a relationship with a capital, or is typed for one, and is no name.
NO_NAMES = """
    aan af al alleen alles als altijd andere belde bellen belt ben bent bezig bezoekt bij bijna
    blijft bleef boven bracht brengt buiten daar daarna dan dat de deed denkt deze dezelfde die
    dit doet door dood durft echt een eens eerst eet elke en er ergens ernaast ernstig ervan even
    ga gaat gaan gaf geeft geen gebeld gehad gekomen gelukkig gemeld geweest gezien ging goed
    graag had haalt haar half heb hebben heeft heel heet helpt hem hen hier hij hoe hoorde hoort
    hun ik in is ja ieder iedere iemand jaren kan kende kent kijkt klaagt komt komen kon koopt
    kookt kreeg krijgt kunnen kwam laat leeft leek leest legt lijkt loopt maakt maar mag meldt
    meldde met mist mocht moest moet morgen na naar nam neemt net niemand niet nog nooit nu of om
    omdat onder onlangs ons ook op over overdag overleden overleed pas past regelt reed rijdt
    samen schreef sinds slaapt sliep sloeg soms spreekt sprak staat steeds stierf stond stuurt te
    tegen terug thuis toen tot trok tussen uit vaak van vanaf vandaag vanmiddag vanmorgen
    vanochtend vanwege veel verder verhuisde verhuist verloor vertelde vertelt vertrok verzorgt
    vindt vond volgens voor vorig vorige vraagt vroeg wacht wandelt want waren was wat week weer
    weet wel wekelijks werd werkt wie wil wilde woont woonde wordt zag zat ze zegt zei zeer zelden
    zelf zet zich zie ziet zijn zit zoekt zonder zorgt zou zwijgt drinkt rookt slaat dreigt brandt
    blaft huilt huilde lacht lachte speelt zingt kaart fietst sport tuiniert maandag dinsdag
    woensdag donderdag vrijdag zaterdag zondag weekend januari februari maart april juni juli
    augustus september oktober november december kerst pasen pinksteren sinterklaas ramadan zomer
    winter herfst lente mevrouw mevr mw meneer dhr heer dokter dr huurder huurster bewoner
    bewoners buurt buurvrouw buurman buren zoon dochter broer zus kind kinderen man vrouw moeder
    vader oma opa familie vriendin vriend collega partner stichting welzijn ggz wmo action jumbo
    lidl aldi ikea gemeente politie ambulance huisarts thuiszorg wijkteam buurtteam sociaal
    woonstichting corporatie nederland amsterdam rotterdam utrecht groningen almere zwolle arnhem
    nijmegen tilburg breda eindhoven enschede apeldoorn haarlem amersfoort leiden dordrecht
    zoetermeer deventer delft alkmaar emmen assen hoogeveen meppel leeuwarden heerenveen drachten
    sneek lelystad hilversum maastricht venlo roermond heerlen helmond oss gouda purmerend zaandam
    hoorn ede veenendaal zeist nieuwegein kampen steenwijk zutphen doetinchem winterswijk hengelo
    almelo friesland drenthe overijssel gelderland limburg brabant zeeland flevoland duitsland
    belgie frankrijk spanje marokko turkije suriname polen engeland amerika canada australie huis
    woning trap lift deur galerij balkon tuin hond kat koffie sleutel reservesleutel telefoon
    contact namens onbekend geheim welke wanneer waar waarom zodat zodra echter meestal tijdens nr
    nummer tel mobiel mail email aanwezig afwezig wonen woonachtig boos blij moe bang druk rustig
    nodig verhuisd verhuizen klagen klagers ziek beter gescheiden getrouwd overlast vraag rijk arm
    oud oude jong jonge nieuw nieuwe ver dichtbij lief aardig vriendelijk stil stiller luidruchtig
    bezorgd ongerust verdrietig eenzaam alleenstaand gestorven dement slecht goede klaar welkom
    uitgenodigd gesproken bereikbaar onbereikbaar gebracht gehaald vertrokken teruggebeld
    terugbellen afgesproken helpen help doen willen mogen moeten hadden gingen deden gaven zagen
    zeiden spraken belden kwamen bleven bericht brief foto feest verjaardag begrafenis vakantie
    school boodschappen
"""

# Given names that people also type without a capital. No words of the language, such as ‘roos’.
GIVEN_NAMES = """
    anna anne annie anneke anja angela anita ans antoinette astrid agnes alie aaltje betty bianca
    brigitte carla carolien chantal christina claudia corrie cor daan daniel danny debbie dennis
    dick diana dirk ed eddy edwin elly ellen els emma erik esmee esther eva evert ferdinand floor
    frank frans fred gerard gerda gerrit gert gijs greet greetje guus hanneke hannie harry hendrik
    hennie henk henny herman hilda ilse ineke inge ingrid irene iris jaap jacqueline jan jana
    janneke janny jantje jasmijn jayden jeanette jelle jeroen jerry jessica joan johan johanna
    johnny jolanda joop joost joris jos josien judith julia karel karin kees kevin kim klaas klara
    koen koos laura lars lenie leo leon lia lida lies liesbeth linda lisa loes lotte louise lucas
    luuk maaike maarten manon marc marcel marco margreet margriet maria marian marianne marieke
    mariska marja marjan marloes martijn martin martine mathilde melissa michael michel mieke miep
    mike milan mirjam monique nancy natasja nel nelleke nicole niels nienke nina olga patricia
    patrick paula peter petra piet pieter rachel ramona remco renate rené rene richard rick rita
    riet rik rob robert robin roel ron ronald rosa ruud ryan sabine samantha sandra sanne saskia
    sara sarah sem simon sjaak sjoerd sofie sonja stefan steven suzanne tamara tanja theo thijs
    thomas tijn tim tineke tom toos trees trudy truus ursula vera vincent wendy werner wilma
    willem willy wim wouter yvette yvonne abdel abdelkader abdellah abdul achmed ahmed ahmet aisha
    ali aicha amina amine ayse aysel bilal bouchra driss emine emre fadma fatiha fatima fatma
    farid farida hafid hakim halima hamid hamza hanan hasan hassan hatice hicham huseyin hussein
    ibrahim ilham imane ismail jamal jamila karima khadija khalid laila latifa leila loubna malika
    mariam mehmet mimoun mina mo mohamed mohammed mohammad mohamud moustafa muhammed murat mustafa
    nabil nadia naima najat nora noura omar osman ouafae rachid rachida radouan redouan said saida
    salima salma samir samira sevda sibel soufian soumaya tarik turan yasin yasmina youssef yusuf
    zahra zeynep zineb zohra agnieszka ewa jolanta kasia katarzyna krzysztof magda malgorzata
    marek monika pawel piotr tomasz oksana olena svetlana tatjana natalia ivan dmitri vladimir
    aleksandr sergej
"""
