<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>MainWindow</name>
    <message>
        <source>Live preview</source>
        <translation>Aperçu en direct</translation>
    </message>
    <message>
        <source>SAR2Optical: radar in colour, and clouds gone, as you move the map</source>
        <translation>SAR2Optical : le radar en couleurs et les nuages effacés, au fil de la carte</translation>
    </message>
    <message>
        <source>Install onnxruntime ...</source>
        <translation>Installer onnxruntime …</translation>
    </message>
    <message>
        <source>Models ...</source>
        <translation>Modèles …</translation>
    </message>
    <message>
        <source>onnxruntime is missing: the networks cannot run yet.</source>
        <translation>onnxruntime est absent : les réseaux ne peuvent pas encore fonctionner.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tâche</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Par défaut</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origine</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Held-out scores</source>
        <translation>Scores sur lieux de test</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Add ...</source>
        <translation>Ajouter …</translation>
    </message>
    <message>
        <source>Copy an .onnx file that carries a SAR2Optical card into the profile.</source>
        <translation>Copier dans le profil un fichier .onnx qui porte une fiche SAR2Optical.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete the chosen model from the profile. Shipped models stay.</source>
        <translation>Supprimer du profil le modèle choisi. Les modèles fournis restent.</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>Définir par défaut</translation>
    </message>
    <message>
        <source>Take the chosen model for its task wherever MODEL is left empty.</source>
        <translation>Prendre le modèle choisi pour sa tâche partout où MODEL est vide.</translation>
    </message>
    <message>
        <source>onnxruntime ...</source>
        <translation>onnxruntime …</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>fourni</translation>
    </message>
    <message>
        <source>added</source>
        <translation>ajouté</translation>
    </message>
    <message>
        <source>onnxruntime {version} ({devices})</source>
        <translation>onnxruntime {version} ({devices})</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Ajouter un modèle</translation>
    </message>
    <message>
        <source>{name} was added.</source>
        <translation>{name} a été ajouté.</translation>
    </message>
</context>
<context>
    <name>PreviewDock</name>
    <message>
        <source>SAR2Optical preview</source>
        <translation>Aperçu SAR2Optical</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>En cours …</translation>
    </message>
    <message>
        <source>Live preview on the map</source>
        <translation>Aperçu en direct sur la carte</translation>
    </message>
    <message>
        <source>Translate what the map shows, now and after each pan or zoom. The layers stay untouched.</source>
        <translation>Traduire ce que montre la carte, maintenant et après chaque déplacement ou zoom. Les couches restent intactes.</translation>
    </message>
    <message>
        <source>Where the line is. You can drag it on the map as well.</source>
        <translation>Position de la ligne. On peut aussi la faire glisser sur la carte.</translation>
    </message>
    <message>
        <source>How much the preview covers the map.</source>
        <translation>À quel point l'aperçu couvre la carte.</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Balayage</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacité</translation>
    </message>
    <message>
        <source>Run on the whole layer ...</source>
        <translation>Lancer sur toute la couche …</translation>
    </message>
    <message>
        <source>Opens the Processing dialog, filled in with these choices.</source>
        <translation>Ouvre la boîte de dialogue de traitement, remplie avec ces choix.</translation>
    </message>
    <message>
        <source>Save preview ...</source>
        <translation>Enregistrer l'aperçu …</translation>
    </message>
    <message>
        <source>Saves the previewed part as a GeoTIFF, marked as generated, and adds it.</source>
        <translation>Enregistre la partie affichée en GeoTIFF, marquée comme générée, et l'ajoute.</translation>
    </message>
    <message>
        <source>Generated at {size} m a pixel in {seconds} s ({device}). Left of the line: your own map.</source>
        <translation>Généré à {size} m par pixel en {seconds} s ({device}). À gauche de la ligne : votre carte.</translation>
    </message>
    <message>
        <source>The networks know pixels of 10 to 30 m: at this scale it is a rough guide only.</source>
        <translation>Les réseaux connaissent des pixels de 10 à 30 m : à cette échelle, ce n'est qu'une indication grossière.</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Choisissez une couche pour l'aperçu.</translation>
    </message>
    <message>
        <source>Save preview</source>
        <translation>Enregistrer l'aperçu</translation>
    </message>
    <message>
        <source>The preview was not saved ({reason}). Choose another folder.</source>
        <translation>L'aperçu n'a pas été enregistré ({reason}). Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>{layer}: preview</source>
        <translation>{layer} : aperçu</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Enregistré sous {path}.</translation>
    </message>
</context>
<context>
    <name>PreviewForm</name>
    <message>
        <source>Radar to colour</source>
        <translation>Radar en couleurs</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Effacer les nuages</translation>
    </message>
    <message>
        <source>What to preview: a Sentinel-1 layer in colour, or a cloudy layer without clouds.</source>
        <translation>Que montrer : une couche Sentinel-1 en couleurs, ou une couche nuageuse sans nuages.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH or one of them, or a PNG or JPEG radar picture.</source>
        <translation>Rétrodiffusion VV et VH ou l'une des deux, ou une image radar PNG ou JPEG.</translation>
    </message>
    <message>
        <source>ESA WorldCover, or a raster with its codes: it gives the radar its colours.</source>
        <translation>ESA WorldCover, ou un raster avec ses codes : il donne au radar ses couleurs.</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it and have no land-cover raster.</source>
        <translation>Ce qui couvre l'essentiel de la scène, si vous le savez et n'avez pas de raster d'occupation du sol.</translation>
    </message>
    <message>
        <source>natural = the network&apos;s estimate. colorized = its colours over the radar&apos;s own structure.</source>
        <translation>natural = l'estimation du réseau. colorized = ses couleurs sur la structure du radar.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Couche Sentinel-1</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Occupation du sol de la scène</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster.</source>
        <translation>L'image nuageuse : une pile de bandes dans un raster.</translation>
    </message>
    <message>
        <source>The scene classification (SCL) of the same product, or another cloud mask.</source>
        <translation>La classification de scène (SCL) du même produit, ou un autre masque de nuages.</translation>
    </message>
    <message>
        <source>What the numbers of the mask mean.</source>
        <translation>Ce que signifient les nombres du masque.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date; it helps under thick cloud.</source>
        <translation>Rétrodiffusion d'une date proche ; elle aide sous les nuages épais.</translation>
    </message>
    <message>
        <source>network = the trained network. regression = the fit on the clear pixels alone: quicker.</source>
        <translation>network = le réseau entraîné. regression = l'ajustement sur les seuls pixels clairs : plus rapide.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Couche Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Masque de nuages</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Type de masque</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Choisissez une couche pour l'aperçu.</translation>
    </message>
    <message>
        <source>Choose the cloud mask (SCL) of the layer.</source>
        <translation>Choisissez le masque de nuages (SCL) de la couche.</translation>
    </message>
</context>
<context>
    <name>RuntimeDialog</name>
    <message>
        <source>SAR2Optical: install onnxruntime</source>
        <translation>SAR2Optical : installer onnxruntime</translation>
    </message>
    <message>
        <source>The networks run on the Python package {package}, which QGIS does not bring (about {size} MB). It goes into a folder of your profile, with the Python of this QGIS; nothing else is changed, numpy least of all.</source>
        <translation>Les réseaux tournent sur le paquet Python {package}, que QGIS n'apporte pas (environ {size} Mo). Il va dans un dossier de votre profil, avec le Python de ce QGIS ; rien d'autre n'est changé, numpy moins que tout.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>Download the wheels and unpack them into the profile.</source>
        <translation>Télécharger les wheels et les décompresser dans le profil.</translation>
    </message>
    <message>
        <source>Install from a folder of wheels ...</source>
        <translation>Installer depuis un dossier de wheels …</translation>
    </message>
    <message>
        <source>Without any network: choose a folder that holds the .whl files.</source>
        <translation>Sans aucun réseau : choisissez un dossier qui contient les fichiers .whl.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Take out what was installed here.</source>
        <translation>Retirer ce qui a été installé ici.</translation>
    </message>
    <message>
        <source>The same by hand: run this line in a terminal, then restart QGIS.</source>
        <translation>La même chose à la main : exécutez cette ligne dans un terminal, puis redémarrez QGIS.</translation>
    </message>
    <message>
        <source>By hand, in a terminal:</source>
        <translation>À la main, dans un terminal :</translation>
    </message>
    <message>
        <source>Folder of wheels</source>
        <translation>Dossier de wheels</translation>
    </message>
    <message>
        <source>The Python of this QGIS was not found. Use the line below by hand.</source>
        <translation>Le Python de ce QGIS est introuvable. Utilisez la ligne ci-dessous à la main.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. See its words above; check network and proxy.</source>
        <translation>pip s'est terminé par une erreur, rien n'a été changé. Voyez ci-dessus ; vérifiez le réseau et le proxy.</translation>
    </message>
    <message>
        <source>This Python has no pip. Install it (Debian, Ubuntu: python3-pip), then try again.</source>
        <translation>Ce Python n'a pas pip. Installez-le (Debian, Ubuntu : python3-pip), puis réessayez.</translation>
    </message>
    <message>
        <source>onnxruntime {version} is ready ({devices}). No restart is needed.</source>
        <translation>onnxruntime {version} est prêt ({devices}). Aucun redémarrage n'est nécessaire.</translation>
    </message>
    <message>
        <source>Removed. What is loaded already goes when QGIS is closed.</source>
        <translation>Supprimé. Ce qui est déjà chargé disparaît à la fermeture de QGIS.</translation>
    </message>
</context>
<context>
    <name>algorithms</name>
    <message>
        <source>SAR to optical</source>
        <translation>SAR vers optique</translation>
    </message>
    <message>
        <source>Generate optical imagery</source>
        <translation>Générer des images optiques</translation>
    </message>
    <message>
        <source>Generates a natural-colour picture from a Sentinel-1 layer.</source>
        <translation>Génère une image en couleurs naturelles à partir d'une couche Sentinel-1.</translation>
    </message>
    <message>
        <source>Turns a Sentinel-1 layer (VV and VH, or one of them) into the natural-colour picture that an optical satellite might have taken. The grid of the result is the grid of INPUT; nodata stays nodata.

The radar says little about colour on its own: name the land cover of the scene, or give an ESA WorldCover raster, and the colours become much better.

An older clear Sentinel-2 layer of the ground as REFERENCE is better still, and then no network is needed: the scene itself teaches which colours belong to its radar. Where the ground has changed since, the picture follows the radar; elsewhere it keeps the older picture&apos;s own detail. REFERENCE_SAR, radar of the date of REFERENCE, shows changes more surely. The season of REFERENCE stays: choose one of a like time of the year.

The result is generated, not measured: it shows what is likely. UNCERTAINTY tells, pixel by pixel, how far off it may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Couche Sentinel-1</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example VV=1,VH=2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Occupation du sol de la scène</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it; it carries much of the colour. auto = unknown. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Land-cover raster</source>
        <translation>Raster d'occupation du sol</translation>
    </message>
    <message>
        <source>ESA WorldCover, or a raster with its codes, in any grid and CRS. It goes before the class above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>natural = the network&apos;s estimate as it is. colorized = the network&apos;s colours over the radar&apos;s own despeckled structure: crisper. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older clear Sentinel-2 layer</source>
        <translation>Couche Sentinel-2 claire plus ancienne</translation>
    </message>
    <message>
        <source>A clear image of the same ground with bands described as B04, B03, B02, or an 8-bit picture, of any date, grid and CRS. It teaches the colours; MODEL, STYLE and land cover then have no say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentinel-1 layer of the date of REFERENCE</source>
        <translation>Couche Sentinel-1 de la date de REFERENCE</translation>
    </message>
    <message>
        <source>With it, what has changed since is seen as a change of the radar. Any grid and CRS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extent to process</source>
        <translation>Emprise à traiter</translation>
    </message>
    <message>
        <source>Scale of the SAR values</source>
        <translation>Échelle des valeurs SAR</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. db = decibel. linear = power. amplitude = square root of power. uint8 = a stretched 8-bit picture. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. Empty = the shipped model for this task. The algorithm &quot;Environment&quot; lists the shipped models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositif</translation>
    </message>
    <message>
        <source>auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. gpu = the GPU or an error. cpu = the CPU. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation>Taille des tuiles (pixels)</translation>
    </message>
    <message>
        <source>Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. 0 = as the method asks for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tile overlap (pixels)</source>
        <translation>Recouvrement des tuiles (pixels)</translation>
    </message>
    <message>
        <source>How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optical picture (generated)</source>
        <translation>Image optique (générée)</translation>
    </message>
    <message>
        <source>8-bit red, green, blue and alpha (0 where INPUT has no data), GeoTIFF on the grid of INPUT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Incertitude</translation>
    </message>
    <message>
        <source>One standard deviation of red, green and blue in grey levels (0..255), float32, nodata -9999.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Effacer les nuages</translation>
    </message>
    <message>
        <source>Replaces clouds and shadows in a Sentinel-2 layer by generated pixels, and leaves all others untouched.</source>
        <translation>Remplace nuages et ombres d'une couche Sentinel-2 par des pixels générés et laisse tous les autres intacts.</translation>
    </message>
    <message>
        <source>Fills what clouds and their shadows hide in a Sentinel-2 layer. Grid, bands, order, data type and scale stay those of INPUT, and every pixel that the mask calls clear leaves bit for bit as it came in.

The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.

The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Couche Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask (SCL)</source>
        <translation>Masque de nuages (SCL)</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, or in the same .SAFE product.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Type de masque</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick cloud.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear layer of another date</source>
        <translation>Couche claire d'une autre date</translation>
    </message>
    <message>
        <source>An older or later image of the place without clouds, of any sensor, bands, grid and CRS: its bands teach what lies under the clouds. It need not look alike, and is never copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels of the image plus a trained correction. regression = that fit alone: needs no model and no onnxruntime, works for any sensor and bands. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask values to hide</source>
        <translation>Valeurs du masque à cacher</translation>
    </message>
    <message>
        <source>Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, or a threshold such as &gt;=40 for a probability.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grow the mask (pixels)</source>
        <translation>Élargir le masque (pixels)</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offset of the Sentinel-2 values</source>
        <translation>Décalage des valeurs Sentinel-2</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cloud-free image (generated)</source>
        <translation>Image sans nuages (générée)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generated pixels</source>
        <translation>Pixels générés</translation>
    </message>
    <message>
        <source>1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, nodata -9999.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cloud-free composite</source>
        <translation>Composite sans nuages</translation>
    </message>
    <message>
        <source>Makes one cloud-free Sentinel-2 layer of the date that you want out of 2 to 30 cloudy dates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brings Sentinel-2 layers of several dates and their cloud masks together into one clean layer of TARGET_DATE. Grid, data type and scale are those of the first layer; the bands are those that all layers have.

METHOD regression keeps every clear pixel of the target date as it came, and fills what is hidden there with what the other dates say of it, brought to the look of the target date by a fit on its clear pixels. It needs no model and no onnxruntime. METHOD timegate lets a trained network improve that. Where the target date is wholly hidden the median takes the place of the fit, and the log says so. The other methods copy or average pixels of the dates as they are: colours of different seasons may stand side by side.

Filled pixels are generated, not measured on the target date. SOURCE tells for each pixel which date it is mostly of, how many dates show it, and how many days that date is away; UNCERTAINTY how far off it may be. Every output carries the dates, the inputs and the decisions in its metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentinel-2 layers</source>
        <translation>Couches Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud masks (SCL)</source>
        <translation>Masques de nuages (SCL)</translation>
    </message>
    <message>
        <source>The scene classification of each layer, or another mask as MASK_TYPE says. Matched by the date in name or metadata where every one tells it, else by order; the log says how.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type of the masks</source>
        <translation>Type des masques</translation>
    </message>
    <message>
        <source>Date wanted</source>
        <translation>Date voulue</translation>
    </message>
    <message>
        <source>The date whose picture is made, such as 2024-05-17. Empty = the latest of INPUTS; without a layer of that day the nearest one takes its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>regression = the target date, its hidden pixels estimated from the other dates by a fit. timegate = a network on top of that, which weighs the dates pixel by pixel; it needs onnxruntime. median = middle of all clear looks. medoid = the look nearest to it. leastcloudy = the clearest date first. lastclear = the latest clear look up to the target date. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentinel-1 layers</source>
        <translation>Couches Sentinel-1</translation>
    </message>
    <message>
        <source>Backscatter in dB or power (VV, VH), any grid and CRS. METHOD regression uses the one nearest to the target date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dates of the layers</source>
        <translation>Dates des couches</translation>
    </message>
    <message>
        <source>One for each layer of INPUTS, in order, such as 2024-05-17,2024-05-22. Empty = from file names (20240517 or 2024-05-17), product folders, or metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels hidden on every date</source>
        <translation>Pixels cachés à toutes les dates</translation>
    </message>
    <message>
        <source>interpolate = filled from their surroundings, with high uncertainty. nodata = left out. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grow the masks (pixels)</source>
        <translation>Élargir les masques (pixels)</translation>
    </message>
    <message>
        <source>By how many pixels of the first layer the hidden areas grow, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name those to use, for example B02=1,B03=2,B04=3,B08=4, the same in all layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto = told from the values of each layer; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later, in all layers. Scripts write the word, not its number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cloud-free composite (generated)</source>
        <translation>Composite sans nuages (généré)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, data type and scale of the first layer and the bands that all layers have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source of each pixel</source>
        <translation>Source de chaque pixel</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of the date with the largest weight (1 = the first of INPUTS, 0 = hidden on every date), how many dates show the pixel, days from the target date; nodata -32768.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One standard deviation in the units of the first layer, one band for each of OUTPUT, 0 where a pixel is the target date&apos;s own; float32, nodata -9999.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assess quality</source>
        <translation>Évaluer la qualité</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
    <message>
        <source>Compares a generated layer with a reference: numbers by band and area, and a report with pictures.</source>
        <translation>Compare une couche générée à une référence : chiffres par bande et par zone, et un rapport avec images.</translation>
    </message>
    <message>
        <source>Measures how far a generated layer is off a reference, such as a clear image of the same days: PSNR, SSIM, spectral angle, mean absolute error, RMSE and the error of the NDVI, for each band, over all pixels and, where MASK is given, over the generated and the kept pixels apart.

Bands are compared by their descriptions, else in their order; reflectance, or pictures as pictures. The reference is resampled onto the grid of the generated layer.

The numbers are outputs of the algorithm and in METRICS (JSON). The report shows both layers, where they differ, a scatter plot, histograms and, with UNCERTAINTY, whether the predicted errors were right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generated layer</source>
        <translation>Couche générée</translation>
    </message>
    <message>
        <source>What is to be assessed; its grid is the one used.</source>
        <translation>Ce qui est à évaluer ; sa grille est celle utilisée.</translation>
    </message>
    <message>
        <source>Reference layer</source>
        <translation>Couche de référence</translation>
    </message>
    <message>
        <source>What is taken as the truth, in any grid and CRS.</source>
        <translation>Ce qui est pris pour vrai, dans toute grille et tout SCR.</translation>
    </message>
    <message>
        <source>The MASK of &quot;Remove clouds&quot;: 1 = generated, 0 = kept.</source>
        <translation>Le MASK de « Effacer les nuages » : 1 = généré, 0 = gardé.</translation>
    </message>
    <message>
        <source>The UNCERTAINTY of the same run, in its units.</source>
        <translation>L'UNCERTAINTY de la même exécution, dans ses unités.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>An HTML page with tables, pictures and plots.</source>
        <translation>Une page HTML avec tableaux, images et graphiques.</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Mesures</translation>
    </message>
    <message>
        <source>All numbers by area and band, as JSON.</source>
        <translation>Tous les chiffres par zone et par bande, en JSON.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Environnement</translation>
    </message>
    <message>
        <source>Says what this installation can do: versions, devices that really load, models, the install line.</source>
        <translation>Dit ce que cette installation peut faire : versions, dispositifs qui se chargent vraiment, modèles, ligne d'installation.</translation>
    </message>
    <message>
        <source>Reports the versions of what the plugin runs on, the execution providers of onnxruntime that really load here (each is tried by opening a session), the shipped models with their hashes and cards, and the exact line that installs onnxruntime for this Python without touching its numpy.

Add the report to any question you ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same report as an HTML page. Empty = the log and the outputs alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 to 30 dates, each a stack of bands in one raster, or a product (.SAFE folder, MTD_MSIL2A.xml or zip). The first gives the grid; the others may differ in extent, CRS and pixel size. Bands are matched by their descriptions (B02, B03, ...).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backscatter with VV and VH, or one of them; float (dB, power or amplitude) or an 8-bit picture. The GeoTIFF of a GRD product is taken as it is, and laid on the map.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
