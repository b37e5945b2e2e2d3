<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>MainWindow</name>
    <message>
        <source>Live preview</source>
        <translation>Live-Vorschau</translation>
    </message>
    <message>
        <source>SAR2Optical: radar in colour, and clouds gone, as you move the map</source>
        <translation>SAR2Optical: Radar in Farbe und Bilder ohne Wolken, während Sie die Karte bewegen</translation>
    </message>
    <message>
        <source>Install onnxruntime ...</source>
        <translation>onnxruntime installieren …</translation>
    </message>
    <message>
        <source>Models ...</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>onnxruntime is missing: the networks cannot run yet.</source>
        <translation>onnxruntime fehlt: Die Netze können noch nicht laufen.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Picture of a place ...</source>
        <translation>Bild eines Ortes ...</translation>
    </message>
    <message>
        <source>SAR2Optical: draw a rectangle, choose a date, get the picture</source>
        <translation>SAR2Optical: Rechteck ziehen, Datum wählen, Bild erhalten</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Held-out scores</source>
        <translation>Werte auf zurückgehaltenen Orten</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Add ...</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Copy an .onnx file that carries a SAR2Optical card into the profile.</source>
        <translation>Eine .onnx-Datei mit SAR2Optical-Karte in das Profil kopieren.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Delete the chosen model from the profile. Shipped models stay.</source>
        <translation>Das gewählte Modell aus dem Profil löschen. Mitgelieferte Modelle bleiben.</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>Als Standard</translation>
    </message>
    <message>
        <source>Take the chosen model for its task wherever MODEL is left empty.</source>
        <translation>Das gewählte Modell für seine Aufgabe nehmen, wo MODEL leer bleibt.</translation>
    </message>
    <message>
        <source>onnxruntime ...</source>
        <translation>onnxruntime …</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>onnxruntime {version} ({devices})</source>
        <translation>onnxruntime {version} ({devices})</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>{name} was added.</source>
        <translation>{name} wurde hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>PlaceDialog</name>
    <message>
        <source>Picture of a place</source>
        <translation>Bild eines Ortes</translation>
    </message>
    <message>
        <source>A provider, or the URL of a STAC API, or a folder with STAC items.</source>
        <translation>Ein Anbieter, die URL einer STAC-API oder ein Ordner mit STAC-Items.</translation>
    </message>
    <message>
        <source>auto = the way with the least predicted error; the others overrule it.</source>
        <translation>auto = der Weg mit dem kleinsten vorhergesagten Fehler; die anderen gehen ihm vor.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Ordner für die Szenen</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Szene</translation>
    </message>
    <message>
        <source>Cloud here</source>
        <translation>Wolken hier</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Look what there is</source>
        <translation>Nachsehen, was es gibt</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Draw a rectangle over the place, or take what the map shows.</source>
        <translation>Ziehen Sie ein Rechteck über dem Ort auf, oder nehmen Sie, was die Karte zeigt.</translation>
    </message>
    <message>
        <source>Looking what there is ...</source>
        <translation>Es wird nachgesehen, was es gibt ...</translation>
    </message>
    <message>
        <source>Scenes of a place</source>
        <translation>Szenen eines Ortes</translation>
    </message>
    <message>
        <source>Nothing was found. Choose another date, place or catalogue.</source>
        <translation>Nichts wurde gefunden. Wählen Sie ein anderes Datum, einen anderen Ort oder Katalog.</translation>
    </message>
    <message>
        <source>{count} scenes were found.</source>
        <translation>{count} Szenen wurden gefunden.</translation>
    </message>
    <message>
        <source>The folder cannot be made ({reason}). Choose another.</source>
        <translation>Der Ordner kann nicht angelegt werden ({reason}). Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>In Arbeit ...</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>Der Lauf wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>PreviewDock</name>
    <message>
        <source>SAR2Optical preview</source>
        <translation>SAR2Optical-Vorschau</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>Live preview on the map</source>
        <translation>Live-Vorschau auf der Karte</translation>
    </message>
    <message>
        <source>Translate what the map shows, now and after each pan or zoom. The layers stay untouched.</source>
        <translation>Übersetzen, was die Karte zeigt, jetzt und nach jedem Verschieben oder Zoomen. Die Layer bleiben unberührt.</translation>
    </message>
    <message>
        <source>Where the line is. You can drag it on the map as well.</source>
        <translation>Wo die Linie liegt. Sie lässt sich auch auf der Karte ziehen.</translation>
    </message>
    <message>
        <source>How much the preview covers the map.</source>
        <translation>Wie stark die Vorschau die Karte deckt.</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Trennlinie</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Run on the whole layer ...</source>
        <translation>Auf den ganzen Layer anwenden …</translation>
    </message>
    <message>
        <source>Opens the Processing dialog, filled in with these choices.</source>
        <translation>Öffnet den Verarbeitungsdialog, mit dieser Auswahl ausgefüllt.</translation>
    </message>
    <message>
        <source>Save preview ...</source>
        <translation>Vorschau speichern …</translation>
    </message>
    <message>
        <source>Saves the previewed part as a GeoTIFF, marked as generated, and adds it.</source>
        <translation>Speichert den gezeigten Teil als GeoTIFF, als erzeugt gekennzeichnet, und fügt ihn hinzu.</translation>
    </message>
    <message>
        <source>Generated at {size} m a pixel in {seconds} s ({device}). Left of the line: your own map.</source>
        <translation>Erzeugt mit {size} m je Pixel in {seconds} s ({device}). Links der Linie: Ihre Karte.</translation>
    </message>
    <message>
        <source>The networks know pixels of 10 to 30 m: at this scale it is a rough guide only.</source>
        <translation>Die Netze kennen Pixel von 10 bis 30 m: In diesem Maßstab ist es nur ein grober Anhalt.</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Wählen Sie einen Layer für die Vorschau.</translation>
    </message>
    <message>
        <source>Save preview</source>
        <translation>Vorschau speichern</translation>
    </message>
    <message>
        <source>The preview was not saved ({reason}). Choose another folder.</source>
        <translation>Die Vorschau wurde nicht gespeichert ({reason}). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{layer}: preview</source>
        <translation>{layer}: Vorschau</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Gespeichert als {path}.</translation>
    </message>
    <message>
        <source>A finer picture follows.</source>
        <translation>Ein feineres Bild folgt.</translation>
    </message>
</context>
<context>
    <name>PreviewForm</name>
    <message>
        <source>Radar to colour</source>
        <translation>Radar in Farbe</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Wolken entfernen</translation>
    </message>
    <message>
        <source>What to preview: a Sentinel-1 layer in colour, or a cloudy layer without clouds.</source>
        <translation>Was die Vorschau zeigt: einen Sentinel-1-Layer in Farbe oder einen bewölkten Layer ohne Wolken.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH or one of them, or a PNG or JPEG radar picture.</source>
        <translation>Rückstreuung mit VV und VH oder einem davon, oder ein Radarbild als PNG oder JPEG.</translation>
    </message>
    <message>
        <source>A raster of class codes, such as ESA WorldCover, Dynamic World, Esri, CORINE, NLCD or MapBiomas: it gives the radar its colours.</source>
        <translation>Ein Raster von Klassencodes, etwa ESA WorldCover, Dynamic World, Esri, CORINE, NLCD oder MapBiomas: Es gibt dem Radar die Farben.</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it and have no land-cover raster.</source>
        <translation>Was den größten Teil der Szene bedeckt, falls bekannt und kein Landbedeckungsraster da ist.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Sentinel-1-Layer</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Landbedeckung</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Landbedeckung der Szene</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster.</source>
        <translation>Das bewölkte Bild: ein Stapel von Kanälen in einem Raster.</translation>
    </message>
    <message>
        <source>What the numbers of the mask mean.</source>
        <translation>Was die Zahlen der Maske bedeuten.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date; it helps under thick cloud.</source>
        <translation>Rückstreuung von etwa demselben Tag; sie hilft unter dichten Wolken.</translation>
    </message>
    <message>
        <source>network = the trained network. regression = the fit on the clear pixels alone: quicker.</source>
        <translation>network = das trainierte Netz. regression = nur die Anpassung an die klaren Pixel: schneller.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Sentinel-2-Layer</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Wolkenmaske</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Art der Maske</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Wählen Sie einen Layer für die Vorschau.</translation>
    </message>
    <message>
        <source>realistic = what is most likely, with the radar&apos;s own structure: to read the ground. natural = the estimate of least error: flat, for measuring. colorized = that over the radar&apos;s fine structure. vivid = with more contrast still.</source>
        <translation>realistic = was am wahrscheinlichsten ist, mit der eigenen Struktur des Radars: um den Boden zu lesen. natural = die Schätzung mit dem kleinsten Fehler: flau, zum Messen. colorized = diese über der feinen Struktur des Radars. vivid = mit noch mehr Kontrast.</translation>
    </message>
    <message>
        <source>The scene classification (SCL) of the same product, or another cloud mask. Without one, clouds are found in the pixels.</source>
        <translation>Die Szenenklassifikation (SCL) desselben Produkts oder eine andere Wolkenmaske. Ohne eine werden Wolken in den Pixeln gefunden.</translation>
    </message>
</context>
<context>
    <name>RuntimeDialog</name>
    <message>
        <source>SAR2Optical: install onnxruntime</source>
        <translation>SAR2Optical: onnxruntime installieren</translation>
    </message>
    <message>
        <source>The networks run on the Python package {package}, which QGIS does not bring (about {size} MB). It goes into a folder of your profile, with the Python of this QGIS; nothing else is changed, numpy least of all.</source>
        <translation>Die Netze laufen auf dem Python-Paket {package}, das QGIS nicht mitbringt (etwa {size} MB). Es kommt mit dem Python dieses QGIS in einen Ordner Ihres Profils; sonst wird nichts geändert, am wenigsten numpy.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Download the wheels and unpack them into the profile.</source>
        <translation>Die Wheels herunterladen und in das Profil entpacken.</translation>
    </message>
    <message>
        <source>Install from a folder of wheels ...</source>
        <translation>Aus einem Ordner mit Wheels installieren …</translation>
    </message>
    <message>
        <source>Without any network: choose a folder that holds the .whl files.</source>
        <translation>Ganz ohne Netz: Wählen Sie einen Ordner mit den .whl-Dateien.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take out what was installed here.</source>
        <translation>Herausnehmen, was hier installiert wurde.</translation>
    </message>
    <message>
        <source>The same by hand: run this line in a terminal, then restart QGIS.</source>
        <translation>Dasselbe von Hand: Diese Zeile in einem Terminal ausführen, dann QGIS neu starten.</translation>
    </message>
    <message>
        <source>By hand, in a terminal:</source>
        <translation>Von Hand, in einem Terminal:</translation>
    </message>
    <message>
        <source>Folder of wheels</source>
        <translation>Ordner mit Wheels</translation>
    </message>
    <message>
        <source>The Python of this QGIS was not found. Use the line below by hand.</source>
        <translation>Das Python dieses QGIS wurde nicht gefunden. Nehmen Sie die Zeile unten von Hand.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. See its words above; check network and proxy.</source>
        <translation>pip endete mit einem Fehler, nichts wurde geändert. Siehe oben; prüfen Sie Netz und Proxy.</translation>
    </message>
    <message>
        <source>onnxruntime {version} is ready ({devices}). No restart is needed.</source>
        <translation>onnxruntime {version} ist bereit ({devices}). Ein Neustart ist nicht nötig.</translation>
    </message>
    <message>
        <source>Removed. What is loaded already goes when QGIS is closed.</source>
        <translation>Entfernt. Was schon geladen ist, geht, wenn QGIS geschlossen wird.</translation>
    </message>
    <message>
        <source>It was installed, but does not load here ({problem}); so it was taken out again.</source>
        <translation>Es wurde installiert, lädt hier aber nicht ({problem}); darum wurde es wieder herausgenommen.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. The folder must hold wheels of {names} that fit this system and Python {version}.</source>
        <translation>pip endete mit einem Fehler, nichts wurde geändert. Der Ordner muss Wheels von {names} enthalten, die zu diesem System und Python {version} passen.</translation>
    </message>
    <message>
        <source>This Python has no pip, and the folder holds no wheel of it. Put one there.</source>
        <translation>Dieses Python hat kein pip, und der Ordner enthält kein Wheel davon. Legen Sie eines hinein.</translation>
    </message>
    <message>
        <source>This Python has no pip: it is downloaded first.</source>
        <translation>Dieses Python hat kein pip: Es wird zuerst heruntergeladen.</translation>
    </message>
    <message>
        <source>pip could not be downloaded. Install it (Debian, Ubuntu: python3-pip), then try again.</source>
        <translation>pip konnte nicht heruntergeladen werden. Installieren Sie es (Debian, Ubuntu: python3-pip) und versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>algorithms</name>
    <message>
        <source>SAR to optical</source>
        <translation>SAR zu optisch</translation>
    </message>
    <message>
        <source>Generate optical imagery</source>
        <translation>Optische Bilder erzeugen</translation>
    </message>
    <message>
        <source>Generates a natural-colour picture from a Sentinel-1 layer.</source>
        <translation>Erzeugt ein Bild in natürlichen Farben aus einem Sentinel-1-Layer.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Sentinel-1-Layer</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example VV=1,VH=2.</source>
        <translation>auto = nach den Beschreibungen der Kanäle gefunden. Oder benennen Sie sie, zum Beispiel VV=1,VH=2.</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Landbedeckung der Szene</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it; it carries much of the colour. auto = unknown. Scripts write the word, not its number.</source>
        <translation>Was den größten Teil der Szene bedeckt, falls bekannt; davon hängt viel von der Farbe ab. auto = unbekannt. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Land-cover raster</source>
        <translation>Landbedeckungsraster</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Older clear Sentinel-2 layer</source>
        <translation>Älterer klarer Sentinel-2-Layer</translation>
    </message>
    <message>
        <source>A clear image of the same ground with bands described as B04, B03, B02, or an 8-bit picture, of any date, grid and CRS. It teaches the colours; STYLE then has no say. Dates in the names of both files tell how far it has aged.</source>
        <translation>Ein klares Bild desselben Gebiets mit Kanälen, die als B04, B03, B02 beschrieben sind, oder ein 8-Bit-Bild, von beliebigem Tag, Gitter und KBS. Es lehrt die Farben; STYLE hat dann nichts zu sagen. Das Datum in den Namen beider Dateien sagt, wie sehr es gealtert ist.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer of the date of REFERENCE</source>
        <translation>Sentinel-1-Layer vom Tag von REFERENCE</translation>
    </message>
    <message>
        <source>With it, what has changed since is seen as a change of the radar. Any grid and CRS.</source>
        <translation>Damit zeigt sich, was sich seither verändert hat, als Veränderung des Radars. Beliebiges Gitter und KBS.</translation>
    </message>
    <message>
        <source>Extent to process</source>
        <translation>Zu bearbeitende Ausdehnung</translation>
    </message>
    <message>
        <source>Scale of the SAR values</source>
        <translation>Skala der SAR-Werte</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. db = decibel. linear = power. amplitude = square root of power. uint8 = a stretched 8-bit picture. Scripts write the word, not its number.</source>
        <translation>auto = an den Werten erkannt; das Protokoll sagt, was entschieden wurde. db = Dezibel. linear = Leistung. amplitude = Quadratwurzel der Leistung. uint8 = ein gestrecktes 8-Bit-Bild. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. Empty = the shipped model for this task. The algorithm &quot;Environment&quot; lists the shipped models.</source>
        <translation>Name eines mitgelieferten Modells oder Pfad einer .onnx-Datei mit SAR2Optical-Karte. Leer = das mitgelieferte Modell für diese Aufgabe. Der Algorithmus »Umgebung« listet die mitgelieferten Modelle auf.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. gpu = the GPU or an error. cpu = the CPU. Scripts write the word, not its number.</source>
        <translation>auto = die GPU, wo onnxruntime wirklich eine nutzen kann, sonst die CPU, und das Protokoll sagt, warum. gpu = die GPU oder ein Fehler. cpu = die CPU. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation>Kachelgröße (Pixel)</translation>
    </message>
    <message>
        <source>Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. 0 = as the method asks for.</source>
        <translation>Seitenlänge des Quadrats, an dem jeweils gearbeitet wird. Kleiner braucht weniger Speicher; das Ergebnis bleibt gleich. 0 = wie die Methode es verlangt.</translation>
    </message>
    <message>
        <source>Tile overlap (pixels)</source>
        <translation>Kachelüberlappung (Pixel)</translation>
    </message>
    <message>
        <source>How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.</source>
        <translation>Wie weit Kacheln in ihre Nachbarn reichen, damit keine Nähte zu sehen sind. -1 = wie die Methode es verlangt.</translation>
    </message>
    <message>
        <source>Optical picture (generated)</source>
        <translation>Optisches Bild (erzeugt)</translation>
    </message>
    <message>
        <source>8-bit red, green, blue and alpha (0 where INPUT has no data), GeoTIFF on the grid of INPUT.</source>
        <translation>8 Bit Rot, Grün, Blau und Alpha (0, wo INPUT keine Daten hat), GeoTIFF im Gitter von INPUT.</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>One standard deviation of red, green and blue in grey levels (0..255), float32, nodata -9999.</source>
        <translation>Eine Standardabweichung von Rot, Grün und Blau in Graustufen (0..255), float32, Nodata-Wert -9999.</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Wolken entfernen</translation>
    </message>
    <message>
        <source>Replaces clouds and shadows in a Sentinel-2 layer by generated pixels, and leaves all others untouched.</source>
        <translation>Ersetzt Wolken und Schatten in einem Sentinel-2-Layer durch erzeugte Pixel und lässt alle anderen unberührt.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Sentinel-2-Layer</translation>
    </message>
    <message>
        <source>Cloud mask (SCL)</source>
        <translation>Wolkenmaske (SCL)</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Art der Maske</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. Scripts write the word, not its number.</source>
        <translation>scl = Sentinel-2-Szenenklassifikation. binary = 1 ist Wolke. omnicloudmask = 1 dicht, 2 dünn, 3 Schatten. fmask = Fmask-Codes. probability = 0..100 Prozent. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick cloud.</source>
        <translation>Rückstreuung von etwa demselben Tag in dB oder Leistung (VV, VH), in beliebigem Gitter und KBS. Sie hilft unter dichten Wolken.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels of the image plus a trained correction. regression = that fit alone: needs no model and no onnxruntime, works for any sensor and bands. Scripts write the word, not its number.</source>
        <translation>network = die Anpassung an die klaren Pixel des Bildes und dazu eine trainierte Korrektur. regression = nur diese Anpassung: braucht kein Modell und kein onnxruntime, geht mit jedem Sensor und beliebigen Kanälen. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Mask values to hide</source>
        <translation>Zu verdeckende Maskenwerte</translation>
    </message>
    <message>
        <source>Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, or a threshold such as &gt;=40 for a probability.</source>
        <translation>Leer = die üblichen der Maskenart (scl: 0,1,3,8,9,10). Oder eine Liste wie 3,8,9 oder eine Schwelle wie &gt;=40 für eine Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>Grow the mask (pixels)</source>
        <translation>Maske vergrößern (Pixel)</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>Um wie viele Pixel von INPUT die verdeckte Fläche wächst, da Masken die Ränder von Wolken verfehlen. -1 = etwa 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.</source>
        <translation>auto = nach den Beschreibungen der Kanäle gefunden. Oder benennen Sie sie, zum Beispiel B02=1,B03=2,B04=3,B08=4.</translation>
    </message>
    <message>
        <source>Offset of the Sentinel-2 values</source>
        <translation>Versatz der Sentinel-2-Werte</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later. Scripts write the word, not its number.</source>
        <translation>auto = an den Werten erkannt; das Protokoll sagt, was entschieden wurde. none = Reflexion oder Reflexion x 10000. -1000 = digitale Werte ab Prozessierungsstand 04.00. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Cloud-free image (generated)</source>
        <translation>Wolkenfreies Bild (erzeugt)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.</source>
        <translation>GeoTIFF mit Gitter, Kanälen, Datentyp und Skala von INPUT; klare Pixel unberührt.</translation>
    </message>
    <message>
        <source>Generated pixels</source>
        <translation>Erzeugte Pixel</translation>
    </message>
    <message>
        <source>1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>1 = erzeugt, 0 = behalten, 255 = keine Daten; 8-Bit-GeoTIFF.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, nodata -9999.</source>
        <translation>Eine Standardabweichung in den Einheiten von INPUT, ein Kanal für jeden seiner Kanäle, 0 wo behalten; float32, Nodata-Wert -9999.</translation>
    </message>
    <message>
        <source>Cloud-free composite</source>
        <translation>Wolkenfreies Komposit</translation>
    </message>
    <message>
        <source>Makes one cloud-free Sentinel-2 layer of the date that you want out of 2 to 30 cloudy dates.</source>
        <translation>Macht aus 2 bis 30 bewölkten Tagen einen wolkenfreien Sentinel-2-Layer des gewünschten Tages.</translation>
    </message>
    <message>
        <source>Brings Sentinel-2 layers of several dates and their cloud masks together into one clean layer of TARGET_DATE. Grid, data type and scale are those of the first layer; the bands are those that all layers have.

METHOD regression keeps every clear pixel of the target date as it came, and fills what is hidden there with what the other dates say of it, brought to the look of the target date by a fit on its clear pixels. It needs no model and no onnxruntime. METHOD timegate lets a trained network improve that. Where the target date is wholly hidden the median takes the place of the fit, and the log says so. The other methods copy or average pixels of the dates as they are: colours of different seasons may stand side by side.

Filled pixels are generated, not measured on the target date. SOURCE tells for each pixel which date it is mostly of, how many dates show it, and how many days that date is away; UNCERTAINTY how far off it may be. Every output carries the dates, the inputs and the decisions in its metadata.</source>
        <translation>Führt Sentinel-2-Layer mehrerer Tage und ihre Wolkenmasken zu einem sauberen Layer von TARGET_DATE zusammen. Gitter, Datentyp und Skala sind die des ersten Layers; die Kanäle sind die, die alle Layer haben.

METHOD regression behält jedes klare Pixel des Zieltags, wie es kam, und füllt, was dort verdeckt ist, mit dem, was die anderen Tage darüber sagen, durch eine Anpassung an die klaren Pixel des Zieltags auf dessen Aussehen gebracht. Sie braucht kein Modell und kein onnxruntime. METHOD timegate lässt ein trainiertes Netz das verbessern. Wo der Zieltag ganz verdeckt ist, tritt der Median an die Stelle der Anpassung, und das Protokoll sagt es. Die anderen Methoden kopieren oder mitteln Pixel der Tage, wie sie sind: Farben verschiedener Jahreszeiten können nebeneinander stehen.

Gefüllte Pixel sind erzeugt, nicht am Zieltag gemessen. SOURCE sagt für jedes Pixel, von welchem Tag es hauptsächlich ist, wie viele Tage es zeigen und wie viele Tage jener entfernt ist; UNCERTAINTY, wie weit es danebenliegen kann. Jede Ausgabe trägt Tage, Eingaben und Entscheidungen in ihren Metadaten.</translation>
    </message>
    <message>
        <source>Sentinel-2 layers</source>
        <translation>Sentinel-2-Layer</translation>
    </message>
    <message>
        <source>Cloud masks (SCL)</source>
        <translation>Wolkenmasken (SCL)</translation>
    </message>
    <message>
        <source>Type of the masks</source>
        <translation>Art der Masken</translation>
    </message>
    <message>
        <source>Date wanted</source>
        <translation>Gewünschter Tag</translation>
    </message>
    <message>
        <source>The date whose picture is made, such as 2024-05-17. Empty = the latest of INPUTS; without a layer of that day the nearest one takes its place.</source>
        <translation>Der Tag, dessen Bild gemacht wird, etwa 2024-05-17. Leer = der späteste von INPUTS; ohne einen Layer dieses Tages tritt der nächstgelegene an seine Stelle.</translation>
    </message>
    <message>
        <source>regression = the target date, its hidden pixels estimated from the other dates by a fit. timegate = a network on top of that, which weighs the dates pixel by pixel; it needs onnxruntime. median = middle of all clear looks. medoid = the look nearest to it. leastcloudy = the clearest date first. lastclear = the latest clear look up to the target date. Scripts write the word, not its number.</source>
        <translation>regression = der Zieltag, seine verdeckten Pixel durch eine Anpassung aus den anderen Tagen geschätzt. timegate = dazu ein Netz, das die Tage Pixel für Pixel gewichtet; es braucht onnxruntime. median = die Mitte aller klaren Aufnahmen. medoid = die Aufnahme, die ihr am nächsten ist. leastcloudy = der klarste Tag zuerst. lastclear = die letzte klare Aufnahme bis zum Zieltag. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Sentinel-1 layers</source>
        <translation>Sentinel-1-Layer</translation>
    </message>
    <message>
        <source>Backscatter in dB or power (VV, VH), any grid and CRS. METHOD regression uses the one nearest to the target date.</source>
        <translation>Rückstreuung in dB oder Leistung (VV, VH), beliebiges Gitter und KBS. METHOD regression nimmt den, der dem Zieltag am nächsten ist.</translation>
    </message>
    <message>
        <source>Dates of the layers</source>
        <translation>Tage der Layer</translation>
    </message>
    <message>
        <source>One for each layer of INPUTS, in order, such as 2024-05-17,2024-05-22. Empty = from file names (20240517 or 2024-05-17), product folders, or metadata.</source>
        <translation>Einer für jeden Layer von INPUTS, der Reihe nach, etwa 2024-05-17,2024-05-22. Leer = aus Dateinamen (20240517 oder 2024-05-17), Produktordnern oder Metadaten.</translation>
    </message>
    <message>
        <source>Pixels hidden on every date</source>
        <translation>An allen Tagen verdeckte Pixel</translation>
    </message>
    <message>
        <source>interpolate = filled from their surroundings, with high uncertainty. nodata = left out. Scripts write the word, not its number.</source>
        <translation>interpolate = aus der Umgebung gefüllt, mit hoher Unsicherheit. nodata = ausgelassen. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Grow the masks (pixels)</source>
        <translation>Masken vergrößern (Pixel)</translation>
    </message>
    <message>
        <source>By how many pixels of the first layer the hidden areas grow, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>Um wie viele Pixel des ersten Layers die verdeckten Flächen wachsen, da Masken die Ränder von Wolken verfehlen. -1 = etwa 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name those to use, for example B02=1,B03=2,B04=3,B08=4, the same in all layers.</source>
        <translation>auto = nach den Beschreibungen der Kanäle gefunden. Oder benennen Sie die gewünschten, zum Beispiel B02=1,B03=2,B04=3,B08=4, in allen Layern dieselben.</translation>
    </message>
    <message>
        <source>auto = told from the values of each layer; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later, in all layers. Scripts write the word, not its number.</source>
        <translation>auto = an den Werten jedes Layers erkannt; das Protokoll sagt, was entschieden wurde. none = Reflexion oder Reflexion x 10000. -1000 = digitale Werte ab Prozessierungsstand 04.00, in allen Layern. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Cloud-free composite (generated)</source>
        <translation>Wolkenfreies Komposit (erzeugt)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, data type and scale of the first layer and the bands that all layers have.</source>
        <translation>GeoTIFF mit Gitter, Datentyp und Skala des ersten Layers und den Kanälen, die alle Layer haben.</translation>
    </message>
    <message>
        <source>Source of each pixel</source>
        <translation>Herkunft jedes Pixels</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of the date with the largest weight (1 = the first of INPUTS, 0 = hidden on every date), how many dates show the pixel, days from the target date; nodata -32768.</source>
        <translation>Drei Kanäle, 16 Bit: die Nummer des Tages mit dem größten Gewicht (1 = der erste von INPUTS, 0 = an allen Tagen verdeckt), wie viele Tage das Pixel zeigen, Abstand zum Zieltag in Tagen; Nodata-Wert -32768.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the first layer, one band for each of OUTPUT, 0 where a pixel is the target date&apos;s own; float32, nodata -9999.</source>
        <translation>Eine Standardabweichung in den Einheiten des ersten Layers, ein Kanal für jeden von OUTPUT, 0 wo ein Pixel das des Zieltags selbst ist; float32, Nodata-Wert -9999.</translation>
    </message>
    <message>
        <source>Assess quality</source>
        <translation>Güte bewerten</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Compares a generated layer with a reference: numbers by band and area, and a report with pictures.</source>
        <translation>Vergleicht einen erzeugten Layer mit einer Referenz: Zahlen nach Kanal und Fläche, und ein Bericht mit Bildern.</translation>
    </message>
    <message>
        <source>Measures how far a generated layer is off a reference, such as a clear image of the same days: PSNR, SSIM, spectral angle, mean absolute error, RMSE and the error of the NDVI, for each band, over all pixels and, where MASK is given, over the generated and the kept pixels apart.

Bands are compared by their descriptions, else in their order; reflectance, or pictures as pictures. The reference is resampled onto the grid of the generated layer.

The numbers are outputs of the algorithm and in METRICS (JSON). The report shows both layers, where they differ, a scatter plot, histograms and, with UNCERTAINTY, whether the predicted errors were right.</source>
        <translation>Misst, wie weit ein erzeugter Layer von einer Referenz abweicht, etwa einem klaren Bild derselben Tage: PSNR, SSIM, Spektralwinkel, mittlerer absoluter Fehler, RMSE und der Fehler des NDVI, für jeden Kanal, über alle Pixel und, wo MASK gegeben ist, getrennt über die erzeugten und die behaltenen.

Kanäle werden nach ihren Beschreibungen verglichen, sonst in ihrer Reihenfolge; als Reflexion, oder Bilder als Bilder. Die Referenz wird auf das Gitter des erzeugten Layers gebracht.

Die Zahlen sind Ausgaben des Algorithmus und stehen in METRICS (JSON). Der Bericht zeigt beide Layer, wo sie sich unterscheiden, ein Streudiagramm, Histogramme und, mit UNCERTAINTY, ob die vorhergesagten Fehler stimmten.</translation>
    </message>
    <message>
        <source>Generated layer</source>
        <translation>Erzeugter Layer</translation>
    </message>
    <message>
        <source>What is to be assessed; its grid is the one used.</source>
        <translation>Was bewertet wird; sein Gitter wird verwendet.</translation>
    </message>
    <message>
        <source>Reference layer</source>
        <translation>Referenz-Layer</translation>
    </message>
    <message>
        <source>What is taken as the truth, in any grid and CRS.</source>
        <translation>Was als Wahrheit gilt, in beliebigem Gitter und KBS.</translation>
    </message>
    <message>
        <source>The MASK of &quot;Remove clouds&quot;: 1 = generated, 0 = kept.</source>
        <translation>Die MASK von »Wolken entfernen«: 1 = erzeugt, 0 = behalten.</translation>
    </message>
    <message>
        <source>The UNCERTAINTY of the same run, in its units.</source>
        <translation>Die UNCERTAINTY desselben Laufs, in deren Einheiten.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>An HTML page with tables, pictures and plots.</source>
        <translation>Eine HTML-Seite mit Tabellen, Bildern und Diagrammen.</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>All numbers by area and band, as JSON.</source>
        <translation>Alle Zahlen nach Fläche und Kanal, als JSON.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Says what this installation can do: versions, devices that really load, models, the install line.</source>
        <translation>Sagt, was diese Installation kann: Versionen, Geräte, die wirklich laden, Modelle, die Installationszeile.</translation>
    </message>
    <message>
        <source>Reports the versions of what the plugin runs on, the execution providers of onnxruntime that really load here (each is tried by opening a session), the shipped models with their hashes and cards, and the exact line that installs onnxruntime for this Python without touching its numpy.

Add the report to any question you ask.</source>
        <translation>Nennt die Versionen dessen, worauf das Plugin läuft, die Ausführungsumgebungen von onnxruntime, die hier wirklich laden (jede wird durch Öffnen einer Sitzung erprobt), die mitgelieferten Modelle mit Prüfsummen und Karten und die genaue Zeile, die onnxruntime für dieses Python installiert, ohne dessen numpy zu berühren.

Legen Sie den Bericht jeder Frage bei, die Sie stellen.</translation>
    </message>
    <message>
        <source>The same report as an HTML page. Empty = the log and the outputs alone.</source>
        <translation>Derselbe Bericht als HTML-Seite. Leer = nur das Protokoll und die Ausgaben.</translation>
    </message>
    <message>
        <source>2 to 30 dates, each a stack of bands in one raster, or a product (.SAFE folder, MTD_MSIL2A.xml or zip). The first gives the grid; the others may differ in extent, CRS and pixel size. Bands are matched by their descriptions (B02, B03, ...).</source>
        <translation>2 bis 30 Tage, jeder ein Stapel von Kanälen in einem Raster oder ein Produkt (.SAFE-Ordner, MTD_MSIL2A.xml oder zip). Der erste gibt das Gitter vor; die anderen dürfen in Ausdehnung, KBS und Pixelgröße abweichen. Kanäle werden nach ihren Beschreibungen zugeordnet (B02, B03, ...).</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>Das bewölkte Bild: ein Stapel von Kanälen in einem Raster, digitale Werte oder Reflexion, oder ein ganzes Produkt: der Pfad seines .SAFE-Ordners, der Datei MTD_MSIL2A.xml darin oder seines zip.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH, or one of them; float (dB, power or amplitude) or an 8-bit picture. The GeoTIFF of a GRD product is taken as it is, and laid on the map.</source>
        <translation>Rückstreuung mit VV und VH oder einem davon; float (dB, Leistung oder Amplitude) oder ein 8-Bit-Bild. Das GeoTIFF eines GRD-Produkts wird genommen, wie es ist, und auf die Karte gelegt.</translation>
    </message>
    <message>
        <source>Only this part of INPUT is processed and written, on its pixel grid. Any CRS; empty = all of INPUT.</source>
        <translation>Nur dieser Teil von INPUT wird bearbeitet und geschrieben, in dessen Pixelgitter. Beliebiges KBS; leer = ganz INPUT.</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio (dB)</source>
        <translation>Spitzen-Signal-Rausch-Verhältnis (dB)</translation>
    </message>
    <message>
        <source>Structural similarity</source>
        <translation>Strukturelle Ähnlichkeit</translation>
    </message>
    <message>
        <source>Spectral angle (degrees)</source>
        <translation>Spektralwinkel (Grad)</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>Mittlerer absoluter Fehler</translation>
    </message>
    <message>
        <source>Root mean square error</source>
        <translation>Wurzel des mittleren quadratischen Fehlers</translation>
    </message>
    <message>
        <source>Mean absolute error of the NDVI</source>
        <translation>Mittlerer absoluter Fehler des NDVI</translation>
    </message>
    <message>
        <source>Version of SAR2Optical</source>
        <translation>Version von SAR2Optical</translation>
    </message>
    <message>
        <source>Version of QGIS</source>
        <translation>Version von QGIS</translation>
    </message>
    <message>
        <source>Version of Python</source>
        <translation>Version von Python</translation>
    </message>
    <message>
        <source>Version of GDAL</source>
        <translation>Version von GDAL</translation>
    </message>
    <message>
        <source>Version of numpy</source>
        <translation>Version von numpy</translation>
    </message>
    <message>
        <source>Version of onnxruntime, or why it cannot be used</source>
        <translation>Version von onnxruntime, oder warum es nicht genutzt werden kann</translation>
    </message>
    <message>
        <source>Operating system and processors</source>
        <translation>Betriebssystem und Prozessoren</translation>
    </message>
    <message>
        <source>Execution providers that really load</source>
        <translation>Ausführungsumgebungen, die wirklich laden</translation>
    </message>
    <message>
        <source>Line that installs onnxruntime for this Python</source>
        <translation>Zeile, die onnxruntime für dieses Python installiert</translation>
    </message>
    <message>
        <source>Shipped models with hashes and cards (JSON)</source>
        <translation>Mitgelieferte Modelle mit Prüfsummen und Karten (JSON)</translation>
    </message>
    <message>
        <source>Device that really ran</source>
        <translation>Gerät, das wirklich lief</translation>
    </message>
    <message>
        <source>Model that was used</source>
        <translation>Verwendetes Modell</translation>
    </message>
    <message>
        <source>SHA-256 of the model file</source>
        <translation>SHA-256 der Modelldatei</translation>
    </message>
    <message>
        <source>What was decided automatically</source>
        <translation>Was automatisch entschieden wurde</translation>
    </message>
    <message>
        <source>Pixels with data</source>
        <translation>Pixel mit Daten</translation>
    </message>
    <message>
        <source>Pixels that were generated</source>
        <translation>Erzeugte Pixel (Anzahl)</translation>
    </message>
    <message>
        <source>Seconds that the run took</source>
        <translation>Sekunden, die der Lauf brauchte</translation>
    </message>
    <message>
        <source>Pixels that were compared</source>
        <translation>Verglichene Pixel</translation>
    </message>
    <message>
        <source>Area of these numbers: all pixels, or the generated ones</source>
        <translation>Fläche dieser Zahlen: alle Pixel oder die erzeugten</translation>
    </message>
    <message>
        <source>Only this part of the first layer is processed and written, on its pixel grid. Any CRS; empty = all of the first layer.</source>
        <translation>Nur dieser Teil des ersten Layers wird bearbeitet und geschrieben, in dessen Pixelgitter. Beliebiges KBS; leer = der ganze erste Layer.</translation>
    </message>
    <message>
        <source>Number of shipped models</source>
        <translation>Anzahl der mitgelieferten Modelle</translation>
    </message>
    <message>
        <source>Values are reflectance or picture values, 0 to 1. PSNR has the peak 1; SSIM is that of Wang et al. 2004 with a Gaussian window of 11 pixels.</source>
        <translation>Werte sind Reflexion oder Bildwerte, 0 bis 1. PSNR hat den Spitzenwert 1; SSIM ist das von Wang et al. 2004 mit einem Gauß-Fenster von 11 Pixeln.</translation>
    </message>
    <message>
        <source>All pixels</source>
        <translation>Alle Pixel</translation>
    </message>
    <message>
        <source>Kept pixels</source>
        <translation>Behaltene Pixel</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>Grad</translation>
    </message>
    <message>
        <source>Mean absolute error of the bands: black 0, bright {high} and more</source>
        <translation>Mittlerer absoluter Fehler der Kanäle: schwarz 0, hell {high} und mehr</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>share of pixels</source>
        <translation>Anteil der Pixel</translation>
    </message>
    <message>
        <source>Every band; on the dashed line both are equal</source>
        <translation>Alle Kanäle; auf der gestrichelten Linie sind beide gleich</translation>
    </message>
    <message>
        <source>How often each value occurs</source>
        <translation>Wie oft jeder Wert vorkommt</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Quality of {layer}</source>
        <translation>Güte von {layer}</translation>
    </message>
    <message>
        <source>predicted sigma</source>
        <translation>vorhergesagtes Sigma</translation>
    </message>
    <message>
        <source>true error (RMSE)</source>
        <translation>wahrer Fehler (RMSE)</translation>
    </message>
    <message>
        <source>Uncertainty against error: above the line it is too sure</source>
        <translation>Unsicherheit gegen Fehler: über der Linie ist sie zu klein angegeben</translation>
    </message>
    <message>
        <source>{area}, by band</source>
        <translation>{area}, nach Kanal</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Reference: {layer}</source>
        <translation>Referenz: {layer}</translation>
    </message>
    <message>
        <source>Generated: {layer}</source>
        <translation>Erzeugt: {layer}</translation>
    </message>
    <message>
        <source>Date {number}</source>
        <translation>Tag {number}</translation>
    </message>
    <message>
        <source>Fetch scenes</source>
        <translation>Szenen holen</translation>
    </message>
    <message>
        <source>Finds and fetches Sentinel-1, Sentinel-2 with cloud masks and land cover of a rectangle and a date.</source>
        <translation>Findet und holt Sentinel-1, Sentinel-2 mit Wolkenmasken und Landbedeckung eines Rechtecks und eines Datums.</translation>
    </message>
    <message>
        <source>Looks for scenes of a rectangle around a date and reads as much of them as lies in it: Sentinel-2 surface reflectance (ten bands, the offset of -1000 taken off where it is in) with its scene classification, Sentinel-1 (gamma0 in dB, terrain-corrected), and ESA WorldCover. Clouds are judged in the rectangle itself by each date&apos;s mask.

Files are named and described so that all other algorithms find dates and masks by themselves, and carry where they come from and under which licence. A run that was broken off goes on where it ended.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Sucht Szenen eines Rechtecks um ein Datum herum und liest davon, was darin liegt: Sentinel-2-Bodenreflexion (zehn Bänder, der Versatz von -1000 abgezogen, wo er enthalten ist) mit ihrer Szenenklassifikation, Sentinel-1 (Gamma0 in dB, geländekorrigiert) und ESA WorldCover. Wolken werden im Rechteck selbst nach der Maske jedes Datums beurteilt.

Die Dateien sind so benannt und beschrieben, dass alle anderen Algorithmen Daten und Masken von selbst finden, und sagen, woher sie kommen und unter welcher Lizenz sie stehen. Ein abgebrochener Lauf geht weiter, wo er geendet hat.

Dieser Algorithmus öffnet Verbindungen, zum gewählten Katalog und zu den Speichern seiner Bilder, über den Proxy und die Zertifikate von QGIS.</translation>
    </message>
    <message>
        <source>Picture of a place</source>
        <translation>Bild eines Ortes</translation>
    </message>
    <message>
        <source>Draw a rectangle, choose a date: finds and fetches what it takes, and makes the picture of that day.</source>
        <translation>Rechteck ziehen, Datum wählen: findet und holt, was es braucht, und macht das Bild dieses Tages.</translation>
    </message>
    <message>
        <source>Looks at what there is of a rectangle around a date, and takes the way to its picture that is likely to err least: the image of the day where it is clear; that image with its clouds removed, with radar and a clear image of another date; a composite of several dates in the look of that day; or, where all is under cloud, colours learned from an older clear image and put where the radar of the day says. Where more than one way is open, each is tried on a small window, and the one that predicts the least error is taken. WAY overrules it.

HOW says in a few sentences what was found and what was done. SOURCE tells which pixels were measured and when, UNCERTAINTY how far off the others may be. The scenes stay in FOLDER for the other algorithms.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Sieht nach, was es von einem Rechteck um ein Datum herum gibt, und nimmt den Weg zum Bild, der wohl am wenigsten irrt: das Bild des Tages, wo es klar ist; dieses Bild ohne seine Wolken, mit Radar und einem klaren Bild eines anderen Datums; ein Komposit mehrerer Daten im Aussehen dieses Tages; oder, wo alles unter Wolken liegt, Farben, die an einem älteren klaren Bild gelernt und dorthin gesetzt sind, wo das Radar des Tages es sagt. Wo mehr als ein Weg offen ist, wird jeder auf einem kleinen Fenster erprobt und der genommen, der den kleinsten Fehler vorhersagt. WAY geht dem vor.

HOW sagt in wenigen Sätzen, was gefunden und was getan wurde. SOURCE sagt, welche Pixel gemessen wurden und wann, UNCERTAINTY, wie weit die anderen daneben liegen können. Die Szenen bleiben in FOLDER für die anderen Algorithmen.

Dieser Algorithmus öffnet Verbindungen, zum gewählten Katalog und zu den Speichern seiner Bilder, über den Proxy und die Zertifikate von QGIS.</translation>
    </message>
    <message>
        <source>Pictures of a place</source>
        <translation>Bilder eines Ortes</translation>
    </message>
    <message>
        <source>Sentinel-2 of the date</source>
        <translation>Sentinel-2 des Datums</translation>
    </message>
    <message>
        <source>Cloud mask of the date</source>
        <translation>Wolkenmaske des Datums</translation>
    </message>
    <message>
        <source>Sentinel-1 of the date</source>
        <translation>Sentinel-1 des Datums</translation>
    </message>
    <message>
        <source>Clear Sentinel-2 of another date</source>
        <translation>Klares Sentinel-2 eines anderen Datums</translation>
    </message>
    <message>
        <source>Sentinel-1 of that other date</source>
        <translation>Sentinel-1 jenes anderen Datums</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Landbedeckung</translation>
    </message>
    <message>
        <source>Sentinel-2 of all dates</source>
        <translation>Sentinel-2 aller Daten</translation>
    </message>
    <message>
        <source>Their cloud masks</source>
        <translation>Ihre Wolkenmasken</translation>
    </message>
    <message>
        <source>How it was made, in a few sentences</source>
        <translation>Wie es gemacht wurde, in wenigen Sätzen</translation>
    </message>
    <message>
        <source>The way that was taken</source>
        <translation>Der Weg, der genommen wurde</translation>
    </message>
    <message>
        <source>The day that the picture shows</source>
        <translation>Der Tag, den das Bild zeigt</translation>
    </message>
    <message>
        <source>What was found, a line each</source>
        <translation>Was gefunden wurde, je eine Zeile</translation>
    </message>
    <message>
        <source>The rectangle, in any CRS. Scenes come on whole pixels of the UTM zone of its middle.</source>
        <translation>Das Rechteck, in jedem KBS. Szenen kommen auf ganzen Pixeln der UTM-Zone seiner Mitte.</translation>
    </message>
    <message>
        <source>The day that is wanted, such as 2024-07-25.</source>
        <translation>Der gewünschte Tag, etwa 2024-07-25.</translation>
    </message>
    <message>
        <source>Days before and after</source>
        <translation>Tage davor und danach</translation>
    </message>
    <message>
        <source>How far around DATE scenes are looked for: two whole numbers, such as 30,10. A clear reference is looked for up to 400 days away.</source>
        <translation>Wie weit um DATE herum Szenen gesucht werden: zwei ganze Zahlen, etwa 30,10. Eine klare Referenz wird bis zu 400 Tage weit gesucht.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Where to look: planetary-computer, earth-search or copernicus; or the URL of a STAC API or of a static catalogue; or a folder with STAC items. Several, separated by commas: what the first lacks is looked for in the next.</source>
        <translation>Wo gesucht wird: planetary-computer, earth-search oder copernicus; oder die URL einer STAC-API oder eines statischen Katalogs; oder ein Ordner mit STAC-Items. Mehrere, durch Kommas getrennt: Was dem ersten fehlt, wird im nächsten gesucht.</translation>
    </message>
    <message>
        <source>Scenes go into a folder of their place inside this one. What lies there whole is not fetched again.</source>
        <translation>Die Szenen kommen in einen Ordner ihres Ortes in diesem. Was dort ganz liegt, wird nicht noch einmal geholt.</translation>
    </message>
    <message>
        <source>Metres. Coarser pixels are read from overviews, which is quicker.</source>
        <translation>Meter. Gröbere Pixel werden aus Übersichten gelesen, was schneller ist.</translation>
    </message>
    <message>
        <source>An authentication of QGIS, where the catalogue asks for one: user and password or an API header; for the Copernicus Data Space the two S3 keys as user and password.</source>
        <translation>Eine Authentifizierung von QGIS, wo der Katalog eine verlangt: Benutzer und Passwort oder ein API-Header; für den Copernicus Data Space die beiden S3-Schlüssel als Benutzer und Passwort.</translation>
    </message>
    <message>
        <source>Land cover from</source>
        <translation>Landbedeckung aus</translation>
    </message>
    <message>
        <source>Where the files of ESA WorldCover 2021 lie: the public store, a mirror of it, or a folder.</source>
        <translation>Wo die Dateien von ESA WorldCover 2021 liegen: im öffentlichen Speicher, in einem Spiegel davon oder in einem Ordner.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Ordner für die Szenen</translation>
    </message>
    <message>
        <source>Pixel size (m)</source>
        <translation>Pixelgröße (m)</translation>
    </message>
    <message>
        <source>Account of the catalogue</source>
        <translation>Konto beim Katalog</translation>
    </message>
    <message>
        <source>What to fetch</source>
        <translation>Was geholt wird</translation>
    </message>
    <message>
        <source>radar = the pass nearest to DATE. optical = the image nearest to DATE. series = all dates that show enough. reference = the nearest clear image of another date, an older one first. reference-radar = the radar of its date, of the same orbit. landcover = ESA WorldCover 2021. Scripts write the words, not their numbers.</source>
        <translation>radar = der Überflug, der DATE am nächsten ist. optical = das Bild, das DATE am nächsten ist. series = alle Daten, die genug zeigen. reference = das nächste klare Bild eines anderen Datums, zuerst ein älteres. reference-radar = das Radar jenes Datums, vom selben Orbit. landcover = ESA WorldCover 2021. Skripte schreiben die Wörter, nicht ihre Nummern.</translation>
    </message>
    <message>
        <source>How much of the rectangle a date of the series may hide, clouds, shadows and missing data together.</source>
        <translation>Wie viel vom Rechteck ein Datum der Serie verdecken darf, Wolken, Schatten und fehlende Daten zusammen.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle and megabytes, and fetches nothing.</source>
        <translation>Nennt Daten, Wolken im Rechteck und Megabyte und holt nichts.</translation>
    </message>
    <message>
        <source>Adds every fetched raster as a layer, in natural colours where it has them.</source>
        <translation>Fügt jedes geholte Raster als Layer hinzu, in natürlichen Farben, wo es sie hat.</translation>
    </message>
    <message>
        <source>The same list as JSON, with files, dates, clouds, items and catalogues. Empty = scenes.json beside the scenes.</source>
        <translation>Dieselbe Liste als JSON, mit Dateien, Daten, Wolken, Items und Katalogen. Leer = scenes.json neben den Szenen.</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>Anzahl der Szenen</translation>
    </message>
    <message>
        <source>Megabytes, about</source>
        <translation>Megabyte, etwa</translation>
    </message>
    <message>
        <source>Most cloud (%)</source>
        <translation>Höchstens Wolken (%)</translation>
    </message>
    <message>
        <source>Only list what there is</source>
        <translation>Nur auflisten, was es gibt</translation>
    </message>
    <message>
        <source>Add the scenes to the map</source>
        <translation>Szenen zur Karte hinzufügen</translation>
    </message>
    <message>
        <source>List of the scenes</source>
        <translation>Liste der Szenen</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>auto = the one with the least predicted error. optical = a clear image as it was taken. clouds = an image with its clouds removed. composite = several dates. radar = SAR to optical. Scripts write the word, not its number.</source>
        <translation>auto = der mit dem kleinsten vorhergesagten Fehler. optical = ein klares Bild, wie es aufgenommen wurde. clouds = ein Bild ohne seine Wolken. composite = mehrere Daten. radar = SAR in Optisch. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle, megabytes and the way that would be taken; makes nothing.</source>
        <translation>Nennt Daten, Wolken im Rechteck, Megabyte und den Weg, der genommen würde; macht nichts.</translation>
    </message>
    <message>
        <source>Method of cloud removal</source>
        <translation>Verfahren der Wolkenentfernung</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels plus a trained correction. regression = the fit alone: needs no onnxruntime. Scripts write the word, not its number.</source>
        <translation>network = die Anpassung an den klaren Pixeln und eine gelernte Korrektur. regression = die Anpassung allein: braucht kein onnxruntime. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Ten bands of reflectance x 10000; red, green, blue and alpha where radar alone sees the day.</source>
        <translation>Zehn Bänder Reflexion x 10000; Rot, Grün, Blau und Alpha, wo nur Radar den Tag sieht.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the picture, 0 where it was measured on the day; float32, nodata -9999.</source>
        <translation>Eine Standardabweichung in den Einheiten des Bildes, 0 wo es am Tag gemessen wurde; float32, nodata -9999.</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of its date (0 = generated), how many dates show the pixel, days from DATE (of a composite: from its own date); nodata -32768.</source>
        <translation>Drei Bänder, 16-bit: die Nummer seines Datums (0 = erzeugt), wie viele Daten das Pixel zeigen, Tage von DATE (bei einem Komposit: von dessen eigenem Datum); nodata -32768.</translation>
    </message>
    <message>
        <source>What numpy multiplies matrices with</source>
        <translation>Womit numpy Matrizen multipliziert</translation>
    </message>
    <message>
        <source>Codecs that GDAL reads</source>
        <translation>Codecs, die GDAL liest</translation>
    </message>
    <message>
        <source>Area to write</source>
        <translation>Zu schreibendes Gebiet</translation>
    </message>
    <message>
        <source>Polygons outside of which the results hold no data, in any CRS; a layer, or the features selected in it. All of INPUT teaches nonetheless, and is counted. Empty = everything. EXTENT limits what is read and saves time.</source>
        <translation>Polygone, außerhalb derer die Ergebnisse keine Daten enthalten, in beliebigem KBS; ein Layer oder die darin gewählten Objekte. Gelernt wird dennoch aus ganz INPUT, und gezählt wird es auch. Leer = alles. EXTENT begrenzt, was gelesen wird, und spart Zeit.</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Kompression</translation>
    </message>
    <message>
        <source>deflate = every program reads it. zstd = as small, written in a third of the time; some builds of QGIS for macOS cannot open it. none = quickest, and large. Scripts write the word, not its number.</source>
        <translation>deflate = jedes Programm liest es. zstd = ebenso klein, in einem Drittel der Zeit geschrieben; manche QGIS-Pakete für macOS können es nicht öffnen. none = am schnellsten, und groß. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Wasser</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>Wald</translation>
    </message>
    <message>
        <source>Green: fields, meadows, shrubs</source>
        <translation>Grün: Felder, Wiesen, Sträucher</translation>
    </message>
    <message>
        <source>Bare ground</source>
        <translation>Kahler Boden</translation>
    </message>
    <message>
        <source>Built-up</source>
        <translation>Bebaut</translation>
    </message>
    <message>
        <source>Snow and ice</source>
        <translation>Schnee und Eis</translation>
    </message>
    <message>
        <source>Turns a Sentinel-1 layer (VV and VH, or one of them) into the natural-colour picture that an optical satellite might have taken. The grid of the result is the grid of INPUT; nodata stays nodata.

The radar says little about colour on its own: name the land cover of the scene, or give an ESA WorldCover raster, and the colours become much better.

An older clear Sentinel-2 layer of the ground as REFERENCE is better still: the scene itself then teaches which colours belong to its radar, and the network&apos;s estimate counts beside it. Where the ground has changed since, the picture follows the radar; elsewhere it keeps the older picture&apos;s own detail. REFERENCE_SAR, radar of the date of REFERENCE, shows changes more surely.

COVER names the ground as the radar shows it today: water, forest, green, bare, built or snow, and how sure that is. A flood is water there and in the picture, whatever an older map says.

The result is generated, not measured: it shows what is likely. UNCERTAINTY tells, pixel by pixel, how far off it may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Macht aus einem Sentinel-1-Layer (VV und VH oder eines davon) das Bild in natürlichen Farben, das ein optischer Satellit aufgenommen haben könnte. Das Gitter des Ergebnisses ist das von INPUT; Pixel ohne Daten bleiben ohne Daten.

Über Farbe sagt das Radar allein wenig: Nennen Sie die Landbedeckung der Szene oder geben Sie ein ESA-WorldCover-Raster an, dann werden die Farben viel besser.

Noch besser ist ein älterer klarer Sentinel-2-Layer desselben Gebiets als REFERENCE: Die Szene selbst lehrt dann, welche Farben zu ihrem Radar gehören, und die Schätzung des Netzes zählt daneben. Wo sich der Boden seither verändert hat, folgt das Bild dem Radar; sonst behält es die Einzelheiten des älteren Bildes. REFERENCE_SAR, Radar vom Tag von REFERENCE, zeigt Veränderungen sicherer an.

COVER nennt den Boden, wie ihn das Radar heute zeigt: Wasser, Wald, Grün, kahl, bebaut oder Schnee, und wie sicher das ist. Eine Flut ist dort und im Bild Wasser, was auch immer eine ältere Karte sagt.

Das Ergebnis ist erzeugt, nicht gemessen: Es zeigt, was wahrscheinlich ist. UNCERTAINTY sagt Pixel für Pixel, wie weit es danebenliegen kann. Jede Ausgabe trägt Modell, dessen Prüfsumme, Eingaben und Gerät in ihren Metadaten.</translation>
    </message>
    <message>
        <source>realistic = the colours that are most likely, with the radar&apos;s own structure and the contrast of a real picture: to read the ground by eye. natural = the mean of all that is possible: the least error, and flat; to measure with, and what UNCERTAINTY is about. colorized = natural&apos;s colours over the radar&apos;s own fine structure. vivid = that with more contrast: wrong colours are wronger, too. Scripts write the word, not its number.</source>
        <translation>realistic = die wahrscheinlichsten Farben, mit der eigenen Struktur des Radars und dem Kontrast eines echten Bildes: um den Boden mit dem Auge zu lesen. natural = das Mittel alles Möglichen: der kleinste Fehler, und flau; zum Messen, und worum es UNCERTAINTY geht. colorized = die Farben von natural über der feinen Struktur des Radars. vivid = dies mit mehr Kontrast: auch Falsches wird falscher. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Cover of the ground</source>
        <translation>Bedeckung des Bodens</translation>
    </message>
    <message>
        <source>The most likely cover, 8-bit: 1 water, 2 forest, 3 green, 4 bare, 5 built, 6 snow; band 2 is its probability in percent; 0 where INPUT has no data. It needs a model that tells cover apart.</source>
        <translation>Die wahrscheinlichste Bedeckung, 8 Bit: 1 Wasser, 2 Wald, 3 Grün, 4 kahl, 5 bebaut, 6 Schnee; Band 2 ist ihre Wahrscheinlichkeit in Prozent; 0 wo INPUT keine Daten hat. Braucht ein Modell, das Bedeckungen unterscheidet.</translation>
    </message>
    <message>
        <source>Legend of the land cover</source>
        <translation>Legende der Landbedeckung</translation>
    </message>
    <message>
        <source>auto = told from the codes, their names and colours, the place and the name of the layer; the log says which it is. Scripts write the word, not its number.</source>
        <translation>auto = aus den Codes, deren Namen und Farben, dem Ort und dem Namen des Layers erkannt; das Protokoll sagt, welche es ist. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Clear layers of other dates</source>
        <translation>Klare Layer anderer Tage</translation>
    </message>
    <message>
        <source>One or several images of the place, best before and after, of any sensor, bands, grid and CRS: their bands teach what lies under the clouds. They need not look alike, and are never copied. What clouds hide in one of them (REFERENCE_MASKS, or nodata) the others tell.</source>
        <translation>Ein oder mehrere Bilder des Ortes, am besten davor und danach, mit beliebigem Sensor, Kanälen, Raster und KBS: Ihre Kanäle lehren, was unter den Wolken liegt. Sie müssen einander nicht gleichen und werden nie kopiert. Was Wolken in einem von ihnen verdecken (REFERENCE_MASKS oder Nodata), sagen die anderen.</translation>
    </message>
    <message>
        <source>Layers that no cloud hides</source>
        <translation>Layer, die keine Wolke verdeckt</translation>
    </message>
    <message>
        <source>Rasters that no cloud hides: annual embeddings (AlphaEarth, TESSERA), elevation and slope, land cover, statistics of a year. Any grid, CRS, type and number of bands; a few principal components stand for all of them, and what does not help on clear pixels is left out.</source>
        <translation>Raster, die keine Wolke verdeckt: Embeddings eines Jahres (AlphaEarth, TESSERA), Höhe und Hangneigung, Landbedeckung, Statistiken eines Jahres. Beliebiges Raster, KBS, Datentyp und Kanalzahl; wenige Hauptkomponenten stehen für alle Kanäle, und was auf klaren Pixeln nicht hilft, wird weggelassen.</translation>
    </message>
    <message>
        <source>Cloud masks of those other dates</source>
        <translation>Wolkenmasken dieser anderen Tage</translation>
    </message>
    <message>
        <source>One for each layer of REFERENCE, of the same MASK_TYPE as SCL. Matched by the dates in their names where every one tells it, else by order. Empty = where a layer has data it is clear.</source>
        <translation>Eine für jeden Layer von REFERENCE, vom selben MASK_TYPE wie SCL. Zugeordnet nach den Daten in ihren Namen, wo jeder eines nennt, sonst der Reihe nach. Leer = wo ein Layer Daten hat, ist er klar.</translation>
    </message>
    <message>
        <source>What the fit leaves over</source>
        <translation>Was die Anpassung übrig lässt</translation>
    </message>
    <message>
        <source>How the error of the fit at clear pixels is carried under the clouds. pushpull = by place alone, quick. kriging = by place and likeness in SAR, REFERENCE and COVARIATES: some 5 to 10 percent less error, for several times the time of the fit. auto = kriging for images of up to 4 million pixels. Scripts write the word, not its number.</source>
        <translation>Wie der Fehler der Anpassung an klaren Pixeln unter die Wolken getragen wird. pushpull = nur nach dem Ort, schnell. kriging = nach Ort und Ähnlichkeit in SAR, REFERENCE und COVARIATES: etwa 5 bis 10 Prozent weniger Fehler, für ein Mehrfaches der Zeit der Anpassung. auto = kriging für Bilder bis 4 Millionen Pixel. In Skripten steht das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Thick cloud</source>
        <translation>Dichte Wolke</translation>
    </message>
    <message>
        <source>Thin cloud</source>
        <translation>Dünne Wolke</translation>
    </message>
    <message>
        <source>Cloud shadow</source>
        <translation>Wolkenschatten</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Klar</translation>
    </message>
    <message>
        <source>Fills what clouds and their shadows hide in a Sentinel-2 layer, and finds them itself where no mask is given. Grid, bands, order, data type and scale stay those of INPUT, and every pixel that the mask calls clear leaves bit for bit as it came in.

The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.

The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Füllt, was Wolken und ihre Schatten in einem Sentinel-2-Layer verdecken, und findet sie selbst, wo keine Maske angegeben ist. Gitter, Bänder, Reihenfolge, Datentyp und Skalierung bleiben die von INPUT, und jedes Pixel, das die Maske klar nennt, bleibt Bit für Bit, wie es war.

Die Schätzung wird an den klaren Pixeln desselben Bildes gelernt (METHOD regression; jeder Sensor, beliebige Bänder, kein Modell); METHOD network ergänzt, was ein trainiertes Netz weiß. Ein Sentinel-1-Layer von etwa demselben Datum hilft.

Die Pixel unter Wolken sind erzeugt, nicht gemessen. MASK sagt, welche, UNCERTAINTY, wie weit sie daneben liegen können. Jede Ausgabe trägt Modell, Prüfsumme, Eingaben und Gerät in ihren Metadaten.</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, or in the same .SAFE product; without any, clouds are found in the pixels.</source>
        <translation>Die Szenenklassifikation desselben Produkts oder eine andere Maske, wie MASK_TYPE sagt. Gitter und KBS dürfen von denen von INPUT abweichen. Leer = die SCL neben INPUT, nach ihrem Namen, oder im selben .SAFE-Produkt; gibt es keine, werden Wolken in den Pixeln gefunden.</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. auto = clouds are found in the pixels, whatever mask is there. Scripts write the word, not its number.</source>
        <translation>scl = Szenenklassifikation von Sentinel-2. binary = 1 ist Wolke. omnicloudmask = 1 dicht, 2 dünn, 3 Schatten. fmask = Codes von Fmask. probability = 0..100 Prozent. auto = Wolken werden in den Pixeln gefunden, welche Maske auch da ist. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Put the mask right</source>
        <translation>Maske berichtigen</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. For exact masks off; for masks that may err correct, which makes the better picture then. Scripts write the word, not its number.</source>
        <translation>Was die Pixel zu sagen haben, wo eine Maske angegeben ist. off = nichts. add = auch Wolken und Schatten, die ihr entgehen, sind verdeckt. correct = und was sie klar zeigen, ist es nicht mehr. Bei genauen Masken off; bei Masken, die irren können, correct, was dann das bessere Bild ergibt. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>The scene classification of each layer, or another mask as MASK_TYPE says. Matched by the date in name or metadata where every one tells it, else by order; the log says how. Empty = clouds are found in the pixels.</source>
        <translation>Die Szenenklassifikation jedes Layers oder eine andere Maske, wie MASK_TYPE sagt. Zugeordnet nach dem Datum in Namen oder Metadaten, wo es alle tragen, sonst nach der Reihenfolge; das Protokoll sagt, wie. Leer = Wolken werden in den Pixeln gefunden.</translation>
    </message>
    <message>
        <source>Put the masks right</source>
        <translation>Masken berichtigen</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Wolkenmaske</translation>
    </message>
    <message>
        <source>Finds clouds and their shadows in the pixels of an optical image, and puts a bad mask right.</source>
        <translation>Findet Wolken und ihre Schatten in den Pixeln eines optischen Bildes und berichtigt eine schlechte Maske.</translation>
    </message>
    <message>
        <source>Tells thick cloud, thin cloud and cloud shadow from clear ground by the pixels alone: Sentinel-2 (L1C or L2A), or any image of reflectance with blue, green and red; near infrared and short-wave infrared help.

A scene classification (SCL) or another mask that came with the image is a hint: it is kept where the pixels do not contradict it. The log says how much was added and taken away.

OUTPUT goes into SCL of &quot;Remove clouds&quot; or &quot;Cloud-free composite&quot; with MASK_TYPE omnicloudmask. Both find clouds by themselves where no mask is given. Even haze all over an image, and snow under cloud, may be missed.</source>
        <translation>Unterscheidet dichte Wolken, dünne Wolken und Wolkenschatten von klarem Boden, allein nach den Pixeln: Sentinel-2 (L1C oder L2A) oder jedes Bild der Reflexion mit Blau, Grün und Rot; nahes und kurzwelliges Infrarot helfen.

Eine Szenenklassifikation (SCL) oder eine andere Maske, die mit dem Bild kam, ist ein Hinweis: Sie bleibt, wo die Pixel ihr nicht widersprechen. Das Protokoll sagt, wie viel dazukam und wegfiel.

OUTPUT passt in SCL von „Wolken entfernen“ oder „Wolkenfreies Komposit“ mit MASK_TYPE omnicloudmask. Beide finden Wolken selbst, wo keine Maske angegeben ist. Gleichmäßiger Dunst über einem ganzen Bild und Schnee unter Wolken können ihnen entgehen.</translation>
    </message>
    <message>
        <source>Optical layer</source>
        <translation>Optischer Layer</translation>
    </message>
    <message>
        <source>The image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>Das Bild: ein Stapel von Bändern in einem Raster, digitale Werte oder Reflexion, oder ein ganzes Produkt: der Pfad seines .SAFE-Ordners, von MTD_MSIL2A.xml darin oder seiner Zip-Datei.</translation>
    </message>
    <message>
        <source>Mask to put right (SCL)</source>
        <translation>Maske zum Berichtigen (SCL)</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the pixels alone.</source>
        <translation>Die Szenenklassifikation desselben Produkts oder eine andere Maske, wie MASK_TYPE sagt. Gitter und KBS dürfen von denen von INPUT abweichen. Leer = die Pixel allein.</translation>
    </message>
    <message>
        <source>Threshold (per cent)</source>
        <translation>Schwelle (Prozent)</translation>
    </message>
    <message>
        <source>How probable cloud or shadow must be. Lower finds more thin cloud, and more that is none.</source>
        <translation>Wie wahrscheinlich Wolke oder Schatten sein muss. Niedriger findet mehr dünne Wolken, und mehr, was keine ist.</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT clouds and shadows grow. The tasks that take the mask grow it by themselves.</source>
        <translation>Um wie viele Pixel von INPUT Wolken und Schatten wachsen. Die Aufgaben, die die Maske nehmen, lassen sie selbst wachsen.</translation>
    </message>
    <message>
        <source>Clouds and shadows</source>
        <translation>Wolken und Schatten</translation>
    </message>
    <message>
        <source>0 = clear, 1 = thick cloud, 2 = thin cloud, 3 = cloud shadow, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>0 = klar, 1 = dichte Wolke, 2 = dünne Wolke, 3 = Wolkenschatten, 255 = keine Daten; GeoTIFF mit 8 Bit.</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Per cent of cloud (thick or thin), of shadow, and of thin cloud alone; three bands, 8-bit, 255 = no data.</source>
        <translation>Prozent für Wolke (dicht oder dünn), für Schatten und für dünne Wolke allein; drei Bänder, 8 Bit, 255 = keine Daten.</translation>
    </message>
    <message>
        <source>Masks of all dates</source>
        <translation>Masken aller Tage</translation>
    </message>
    <message>
        <source>A folder for a mask of each layer, of INPUT and of OTHERS, each helped by the others: on the pixels of INPUT, named after the layers. SCLS of &quot;Cloud-free composite&quot; takes them with MASK_TYPE omnicloudmask.</source>
        <translation>Ein Ordner für eine Maske je Layer, von INPUT und von OTHERS, jede mit Hilfe der anderen: auf den Pixeln von INPUT, benannt nach den Layern. SCLS von &quot;Wolkenfreies Komposit&quot; nimmt sie mit MASK_TYPE omnicloudmask.</translation>
    </message>
    <message>
        <source>Calibration of a GRD</source>
        <translation>Kalibrierung eines GRD</translation>
    </message>
    <message>
        <source>Of a Sentinel-1 GRD product with its annotation alone. sigma0 = sigma nought, as the networks know it. gamma0 = gamma nought, which is brighter and falls less towards far range. Scripts write the word, not its number.</source>
        <translation>Nur für ein Sentinel-1-GRD-Produkt mit seiner Annotation. sigma0 = Sigma Null, wie die Netze es kennen. gamma0 = Gamma Null, das heller ist und zum fernen Rand hin weniger abfällt. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
    <message>
        <source>Layers of other dates</source>
        <translation>Layer anderer Tage</translation>
    </message>
    <message>
        <source>The same place on other days of the season, at least two, cloudy or not. Where INPUT leaves doubt, what is brighter than the ground on these days is cloud.</source>
        <translation>Derselbe Ort an anderen Tagen der Jahreszeit, mindestens zwei, bewölkt oder nicht. Wo INPUT Zweifel lässt, ist Wolke, was heller ist als der Boden an diesen Tagen.</translation>
    </message>
    <message>
        <source>A raster of class codes, in any grid and CRS: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas and others, or one that names its classes in English. It goes before the class above.</source>
        <translation>Ein Raster von Klassencodes, in beliebigem Gitter und KBS: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas und andere, oder eines, das seine Klassen auf Englisch benennt. Es geht der Klasse darüber vor.</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. auto = the mask stays as it is, unless the pixels show that it cannot be right: much that is surely cloud is left, or all is hidden though there is ground to be seen. So is a mask treated that was found beside INPUT and is not named. Scripts write the word, not its number.</source>
        <translation>Was die Pixel zu sagen haben, wo eine Maske angegeben ist. off = nichts. add = auch Wolken und Schatten, die ihr entgehen, sind verdeckt. correct = und was sie klar zeigen, ist es nicht mehr. auto = die Maske bleibt, wie sie ist, außer die Pixel zeigen, dass sie nicht stimmen kann: viel sichere Wolke bleibt übrig, oder alles ist verdeckt, obwohl Boden zu sehen ist. Ebenso wird eine Maske behandelt, die neben INPUT gefunden wurde und nicht genannt ist. Skripte schreiben das Wort, nicht seine Nummer.</translation>
    </message>
</context>
</TS>
