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
    <message>
        <source>Picture of a place ...</source>
        <translation>Image d'un lieu ...</translation>
    </message>
    <message>
        <source>SAR2Optical: draw a rectangle, choose a date, get the picture</source>
        <translation>SAR2Optical : tracer un rectangle, choisir une date, obtenir l'image</translation>
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
    <name>PlaceDialog</name>
    <message>
        <source>Picture of a place</source>
        <translation>Image d'un lieu</translation>
    </message>
    <message>
        <source>A provider, or the URL of a STAC API, or a folder with STAC items.</source>
        <translation>Un fournisseur, l'URL d'une API STAC ou un dossier d'éléments STAC.</translation>
    </message>
    <message>
        <source>auto = the way with the least predicted error; the others overrule it.</source>
        <translation>auto = la voie à la plus faible erreur prédite ; les autres l'emportent sur elle.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Dossier des scènes</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Voie</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Scène</translation>
    </message>
    <message>
        <source>Cloud here</source>
        <translation>Nuages ici</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Montré</translation>
    </message>
    <message>
        <source>Look what there is</source>
        <translation>Voir ce qu'il y a</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Draw a rectangle over the place, or take what the map shows.</source>
        <translation>Tracez un rectangle sur le lieu, ou prenez ce que montre la carte.</translation>
    </message>
    <message>
        <source>Looking what there is ...</source>
        <translation>Recherche de ce qu'il y a ...</translation>
    </message>
    <message>
        <source>Scenes of a place</source>
        <translation>Scènes d'un lieu</translation>
    </message>
    <message>
        <source>Nothing was found. Choose another date, place or catalogue.</source>
        <translation>Rien n'a été trouvé. Choisissez une autre date, un autre lieu ou catalogue.</translation>
    </message>
    <message>
        <source>{count} scenes were found.</source>
        <translation>{count} scènes ont été trouvées.</translation>
    </message>
    <message>
        <source>The folder cannot be made ({reason}). Choose another.</source>
        <translation>Le dossier ne peut pas être créé ({reason}). Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>Travail en cours ...</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>L'exécution a été arrêtée.</translation>
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
    <message>
        <source>A finer picture follows.</source>
        <translation>Une image plus fine suit.</translation>
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
        <source>A raster of class codes, such as ESA WorldCover, Dynamic World, Esri, CORINE, NLCD or MapBiomas: it gives the radar its colours.</source>
        <translation>Un raster de codes de classe, comme ESA WorldCover, Dynamic World, Esri, CORINE, NLCD ou MapBiomas : il donne au radar ses couleurs.</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it and have no land-cover raster.</source>
        <translation>Ce qui couvre l'essentiel de la scène, si vous le savez et n'avez pas de raster d'occupation du sol.</translation>
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
        <source>realistic = what is most likely, with the radar&apos;s own structure: to read the ground. natural = the estimate of least error: flat, for measuring. colorized = that over the radar&apos;s fine structure. vivid = with more contrast still.</source>
        <translation>realistic = le plus probable, avec la structure propre du radar : pour lire le terrain. natural = l'estimation d'erreur minimale : terne, pour mesurer. colorized = celle-ci sur la structure fine du radar. vivid = avec encore plus de contraste.</translation>
    </message>
    <message>
        <source>The scene classification (SCL) of the same product, or another cloud mask. Without one, clouds are found in the pixels.</source>
        <translation>La classification de scène (SCL) du même produit, ou un autre masque de nuages. Sans lui, les nuages sont trouvés dans les pixels.</translation>
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
        <source>onnxruntime {version} is ready ({devices}). No restart is needed.</source>
        <translation>onnxruntime {version} est prêt ({devices}). Aucun redémarrage n'est nécessaire.</translation>
    </message>
    <message>
        <source>Removed. What is loaded already goes when QGIS is closed.</source>
        <translation>Supprimé. Ce qui est déjà chargé disparaît à la fermeture de QGIS.</translation>
    </message>
    <message>
        <source>It was installed, but does not load here ({problem}); so it was taken out again.</source>
        <translation>Il a été installé mais ne se charge pas ici ({problem}) ; il a donc été retiré.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. The folder must hold wheels of {names} that fit this system and Python {version}.</source>
        <translation>pip s'est terminé par une erreur, rien n'a été changé. Le dossier doit contenir des wheels de {names} qui conviennent à ce système et à Python {version}.</translation>
    </message>
    <message>
        <source>This Python has no pip, and the folder holds no wheel of it. Put one there.</source>
        <translation>Ce Python n'a pas pip, et le dossier n'en contient pas de wheel. Mettez-en un.</translation>
    </message>
    <message>
        <source>This Python has no pip: it is downloaded first.</source>
        <translation>Ce Python n'a pas pip : il est d'abord téléchargé.</translation>
    </message>
    <message>
        <source>pip could not be downloaded. Install it (Debian, Ubuntu: python3-pip), then try again.</source>
        <translation>pip n'a pas pu être téléchargé. Installez-le (Debian, Ubuntu : python3-pip), puis réessayez.</translation>
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
        <source>Sentinel-1 layer</source>
        <translation>Couche Sentinel-1</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example VV=1,VH=2.</source>
        <translation>auto = trouvées d'après la description des bandes. Ou nommez-les, par exemple VV=1,VH=2.</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Occupation du sol de la scène</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it; it carries much of the colour. auto = unknown. Scripts write the word, not its number.</source>
        <translation>Ce qui couvre l'essentiel de la scène, si vous le savez ; la couleur en dépend beaucoup. auto = inconnu. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Land-cover raster</source>
        <translation>Raster d'occupation du sol</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>Older clear Sentinel-2 layer</source>
        <translation>Couche Sentinel-2 claire plus ancienne</translation>
    </message>
    <message>
        <source>A clear image of the same ground with bands described as B04, B03, B02, or an 8-bit picture, of any date, grid and CRS. It teaches the colours; STYLE then has no say. Dates in the names of both files tell how far it has aged.</source>
        <translation>Une image claire du même terrain dont les bandes sont décrites B04, B03, B02, ou une image 8 bits, de toute date, toute grille et tout SCR. Elle enseigne les couleurs ; STYLE n'a alors rien à dire. Les dates dans les noms des deux fichiers disent combien elle a vieilli.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer of the date of REFERENCE</source>
        <translation>Couche Sentinel-1 de la date de REFERENCE</translation>
    </message>
    <message>
        <source>With it, what has changed since is seen as a change of the radar. Any grid and CRS.</source>
        <translation>Avec elle, ce qui a changé depuis se voit comme un changement du radar. Toute grille et tout SCR.</translation>
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
        <translation>auto = reconnue d'après les valeurs ; le journal dit ce qui a été décidé. db = décibels. linear = puissance. amplitude = racine carrée de la puissance. uint8 = une image 8 bits étirée. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. Empty = the shipped model for this task. The algorithm &quot;Environment&quot; lists the shipped models.</source>
        <translation>Nom d'un modèle livré avec l'extension, ou chemin d'un fichier .onnx qui porte une carte SAR2Optical. Vide = le modèle livré pour cette tâche. L'algorithme « Environnement » liste les modèles livrés.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositif</translation>
    </message>
    <message>
        <source>auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. gpu = the GPU or an error. cpu = the CPU. Scripts write the word, not its number.</source>
        <translation>auto = le GPU là où onnxruntime peut vraiment en utiliser un, sinon le CPU, et le journal dit pourquoi. gpu = le GPU ou une erreur. cpu = le CPU. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation>Taille des tuiles (pixels)</translation>
    </message>
    <message>
        <source>Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. 0 = as the method asks for.</source>
        <translation>Côté du carré traité à la fois. Plus petit demande moins de mémoire ; le résultat reste le même. 0 = comme la méthode le demande.</translation>
    </message>
    <message>
        <source>Tile overlap (pixels)</source>
        <translation>Recouvrement des tuiles (pixels)</translation>
    </message>
    <message>
        <source>How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.</source>
        <translation>De combien les tuiles débordent sur leurs voisines, pour qu'aucune couture ne se voie. -1 = comme la méthode le demande.</translation>
    </message>
    <message>
        <source>Optical picture (generated)</source>
        <translation>Image optique (générée)</translation>
    </message>
    <message>
        <source>8-bit red, green, blue and alpha (0 where INPUT has no data), GeoTIFF on the grid of INPUT.</source>
        <translation>Rouge, vert, bleu et alpha sur 8 bits (0 là où INPUT n'a pas de données), GeoTIFF sur la grille d'INPUT.</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Incertitude</translation>
    </message>
    <message>
        <source>One standard deviation of red, green and blue in grey levels (0..255), float32, nodata -9999.</source>
        <translation>Un écart-type du rouge, du vert et du bleu en niveaux de gris (0..255), float32, sans données -9999.</translation>
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
        <source>Sentinel-2 layer</source>
        <translation>Couche Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask (SCL)</source>
        <translation>Masque de nuages (SCL)</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Type de masque</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. Scripts write the word, not its number.</source>
        <translation>scl = classification de scène Sentinel-2. binary = 1 est nuage. omnicloudmask = 1 épais, 2 fin, 3 ombre. fmask = codes Fmask. probability = 0..100 pour cent. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick cloud.</source>
        <translation>Rétrodiffusion d'une date proche en dB ou en puissance (VV, VH), dans toute grille et tout SCR. Elle aide sous les nuages épais.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels of the image plus a trained correction. regression = that fit alone: needs no model and no onnxruntime, works for any sensor and bands. Scripts write the word, not its number.</source>
        <translation>network = l'ajustement sur les pixels clairs de l'image, plus une correction apprise. regression = cet ajustement seul : sans modèle ni onnxruntime, pour tout capteur et toutes bandes. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Mask values to hide</source>
        <translation>Valeurs du masque à cacher</translation>
    </message>
    <message>
        <source>Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, or a threshold such as &gt;=40 for a probability.</source>
        <translation>Vide = celles d'usage pour le type de masque (scl: 0,1,3,8,9,10). Ou une liste comme 3,8,9, ou un seuil comme &gt;=40 pour une probabilité.</translation>
    </message>
    <message>
        <source>Grow the mask (pixels)</source>
        <translation>Élargir le masque (pixels)</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>De combien de pixels d'INPUT la zone cachée grandit, car les masques manquent les bords des nuages. -1 = environ 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.</source>
        <translation>auto = trouvées d'après la description des bandes. Ou nommez-les, par exemple B02=1,B03=2,B04=3,B08=4.</translation>
    </message>
    <message>
        <source>Offset of the Sentinel-2 values</source>
        <translation>Décalage des valeurs Sentinel-2</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later. Scripts write the word, not its number.</source>
        <translation>auto = reconnu d'après les valeurs ; le journal dit ce qui a été décidé. none = réflectance, ou réflectance x 10000. -1000 = comptes numériques à partir de la version de traitement 04.00. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Cloud-free image (generated)</source>
        <translation>Image sans nuages (générée)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.</source>
        <translation>GeoTIFF avec la grille, les bandes, le type de données et l'échelle d'INPUT ; pixels clairs intacts.</translation>
    </message>
    <message>
        <source>Generated pixels</source>
        <translation>Pixels générés</translation>
    </message>
    <message>
        <source>1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>1 = généré, 0 = gardé, 255 = sans données ; GeoTIFF 8 bits.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, nodata -9999.</source>
        <translation>Un écart-type dans les unités d'INPUT, une bande pour chacune des siennes, 0 là où le pixel est gardé ; float32, sans données -9999.</translation>
    </message>
    <message>
        <source>Cloud-free composite</source>
        <translation>Composite sans nuages</translation>
    </message>
    <message>
        <source>Makes one cloud-free Sentinel-2 layer of the date that you want out of 2 to 30 cloudy dates.</source>
        <translation>Fait une couche Sentinel-2 sans nuages de la date voulue à partir de 2 à 30 dates nuageuses.</translation>
    </message>
    <message>
        <source>Brings Sentinel-2 layers of several dates and their cloud masks together into one clean layer of TARGET_DATE. Grid, data type and scale are those of the first layer; the bands are those that all layers have.

METHOD regression keeps every clear pixel of the target date as it came, and fills what is hidden there with what the other dates say of it, brought to the look of the target date by a fit on its clear pixels. It needs no model and no onnxruntime. METHOD timegate lets a trained network improve that. Where the target date is wholly hidden the median takes the place of the fit, and the log says so. The other methods copy or average pixels of the dates as they are: colours of different seasons may stand side by side.

Filled pixels are generated, not measured on the target date. SOURCE tells for each pixel which date it is mostly of, how many dates show it, and how many days that date is away; UNCERTAINTY how far off it may be. Every output carries the dates, the inputs and the decisions in its metadata.</source>
        <translation>Réunit des couches Sentinel-2 de plusieurs dates et leurs masques de nuages en une seule couche nette de TARGET_DATE. Grille, type de données et échelle sont ceux de la première couche ; les bandes sont celles que toutes les couches possèdent.

METHOD regression garde chaque pixel clair de la date visée tel quel et remplit ce qui y est caché avec ce qu'en disent les autres dates, ramené à l'aspect de la date visée par un ajustement sur ses pixels clairs. Elle ne demande ni modèle ni onnxruntime. METHOD timegate laisse un réseau entraîné l'améliorer. Là où la date visée est entièrement cachée, la médiane remplace l'ajustement, et le journal le dit. Les autres méthodes copient ou moyennent les pixels des dates tels quels : des couleurs de saisons différentes peuvent se côtoyer.

Les pixels remplis sont générés, non mesurés à la date visée. SOURCE dit pour chaque pixel de quelle date il vient surtout, combien de dates le montrent et à combien de jours est cette date ; UNCERTAINTY, de combien il peut se tromper. Chaque sortie porte les dates, les entrées et les décisions dans ses métadonnées.</translation>
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
        <source>Type of the masks</source>
        <translation>Type des masques</translation>
    </message>
    <message>
        <source>Date wanted</source>
        <translation>Date voulue</translation>
    </message>
    <message>
        <source>The date whose picture is made, such as 2024-05-17. Empty = the latest of INPUTS; without a layer of that day the nearest one takes its place.</source>
        <translation>La date dont l'image est faite, par exemple 2024-05-17. Vide = la plus récente d'INPUTS ; sans couche de ce jour, la plus proche prend sa place.</translation>
    </message>
    <message>
        <source>regression = the target date, its hidden pixels estimated from the other dates by a fit. timegate = a network on top of that, which weighs the dates pixel by pixel; it needs onnxruntime. median = middle of all clear looks. medoid = the look nearest to it. leastcloudy = the clearest date first. lastclear = the latest clear look up to the target date. Scripts write the word, not its number.</source>
        <translation>regression = la date visée, ses pixels cachés estimés d'après les autres dates par un ajustement. timegate = en plus, un réseau qui pondère les dates pixel par pixel ; il demande onnxruntime. median = le milieu de toutes les vues claires. medoid = la vue la plus proche de lui. leastcloudy = la date la plus claire d'abord. lastclear = la dernière vue claire jusqu'à la date visée. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Sentinel-1 layers</source>
        <translation>Couches Sentinel-1</translation>
    </message>
    <message>
        <source>Backscatter in dB or power (VV, VH), any grid and CRS. METHOD regression uses the one nearest to the target date.</source>
        <translation>Rétrodiffusion en dB ou en puissance (VV, VH), toute grille et tout SCR. METHOD regression utilise la plus proche de la date visée.</translation>
    </message>
    <message>
        <source>Dates of the layers</source>
        <translation>Dates des couches</translation>
    </message>
    <message>
        <source>One for each layer of INPUTS, in order, such as 2024-05-17,2024-05-22. Empty = from file names (20240517 or 2024-05-17), product folders, or metadata.</source>
        <translation>Une par couche d'INPUTS, dans l'ordre, par exemple 2024-05-17,2024-05-22. Vide = d'après les noms de fichiers (20240517 ou 2024-05-17), les dossiers de produits ou les métadonnées.</translation>
    </message>
    <message>
        <source>Pixels hidden on every date</source>
        <translation>Pixels cachés à toutes les dates</translation>
    </message>
    <message>
        <source>interpolate = filled from their surroundings, with high uncertainty. nodata = left out. Scripts write the word, not its number.</source>
        <translation>interpolate = remplis d'après leur entourage, avec une forte incertitude. nodata = laissés vides. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Grow the masks (pixels)</source>
        <translation>Élargir les masques (pixels)</translation>
    </message>
    <message>
        <source>By how many pixels of the first layer the hidden areas grow, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>De combien de pixels de la première couche les zones cachées grandissent, car les masques manquent les bords des nuages. -1 = environ 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name those to use, for example B02=1,B03=2,B04=3,B08=4, the same in all layers.</source>
        <translation>auto = trouvées d'après la description des bandes. Ou nommez celles à utiliser, par exemple B02=1,B03=2,B04=3,B08=4, les mêmes dans toutes les couches.</translation>
    </message>
    <message>
        <source>auto = told from the values of each layer; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later, in all layers. Scripts write the word, not its number.</source>
        <translation>auto = reconnu d'après les valeurs de chaque couche ; le journal dit ce qui a été décidé. none = réflectance, ou réflectance x 10000. -1000 = comptes numériques à partir de la version de traitement 04.00, dans toutes les couches. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Cloud-free composite (generated)</source>
        <translation>Composite sans nuages (généré)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, data type and scale of the first layer and the bands that all layers have.</source>
        <translation>GeoTIFF avec la grille, le type de données et l'échelle de la première couche et les bandes que toutes les couches possèdent.</translation>
    </message>
    <message>
        <source>Source of each pixel</source>
        <translation>Source de chaque pixel</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of the date with the largest weight (1 = the first of INPUTS, 0 = hidden on every date), how many dates show the pixel, days from the target date; nodata -32768.</source>
        <translation>Trois bandes, 16 bits : le numéro de la date au plus grand poids (1 = la première d'INPUTS, 0 = caché à toutes les dates), combien de dates montrent le pixel, jours d'écart avec la date visée ; sans données -32768.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the first layer, one band for each of OUTPUT, 0 where a pixel is the target date&apos;s own; float32, nodata -9999.</source>
        <translation>Un écart-type dans les unités de la première couche, une bande pour chacune d'OUTPUT, 0 là où le pixel est celui de la date visée ; float32, sans données -9999.</translation>
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
        <translation>Mesure l'écart entre une couche générée et une référence, telle une image claire des mêmes jours : PSNR, SSIM, angle spectral, erreur absolue moyenne, RMSE et erreur du NDVI, pour chaque bande, sur tous les pixels et, si MASK est donné, séparément sur les pixels générés et les pixels gardés.

Les bandes sont comparées d'après leurs descriptions, sinon dans leur ordre ; en réflectance, ou les images comme images. La référence est rééchantillonnée sur la grille de la couche générée.

Les chiffres sont des sorties de l'algorithme et figurent dans METRICS (JSON). Le rapport montre les deux couches, où elles diffèrent, un nuage de points, des histogrammes et, avec UNCERTAINTY, si les erreurs prédites étaient justes.</translation>
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
        <translation>Donne les versions de ce sur quoi tourne l'extension, les fournisseurs d'exécution d'onnxruntime qui se chargent vraiment ici (chacun est essayé en ouvrant une session), les modèles livrés avec leurs empreintes et leurs cartes, et la ligne exacte qui installe onnxruntime pour ce Python sans toucher à son numpy.

Joignez le rapport à toute question que vous posez.</translation>
    </message>
    <message>
        <source>The same report as an HTML page. Empty = the log and the outputs alone.</source>
        <translation>Le même rapport en page HTML. Vide = le journal et les sorties seulement.</translation>
    </message>
    <message>
        <source>2 to 30 dates, each a stack of bands in one raster, or a product (.SAFE folder, MTD_MSIL2A.xml or zip). The first gives the grid; the others may differ in extent, CRS and pixel size. Bands are matched by their descriptions (B02, B03, ...).</source>
        <translation>2 à 30 dates, chacune une pile de bandes dans un raster, ou un produit (dossier .SAFE, MTD_MSIL2A.xml ou zip). La première donne la grille ; les autres peuvent différer par l'emprise, le SCR et la taille des pixels. Les bandes sont associées par leurs descriptions (B02, B03, ...).</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>L'image nuageuse : une pile de bandes dans un raster, comptes numériques ou réflectance, ou un produit entier : le chemin de son dossier .SAFE, de MTD_MSIL2A.xml dedans, ou de son zip.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH, or one of them; float (dB, power or amplitude) or an 8-bit picture. The GeoTIFF of a GRD product is taken as it is, and laid on the map.</source>
        <translation>Rétrodiffusion VV et VH, ou l'une des deux ; float (dB, puissance ou amplitude) ou une image 8 bits. Le GeoTIFF d'un produit GRD est pris tel quel et posé sur la carte.</translation>
    </message>
    <message>
        <source>Only this part of INPUT is processed and written, on its pixel grid. Any CRS; empty = all of INPUT.</source>
        <translation>Seule cette partie d'INPUT est traitée et écrite, sur sa grille de pixels. Tout SCR ; vide = tout INPUT.</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio (dB)</source>
        <translation>Rapport signal sur bruit de crête (dB)</translation>
    </message>
    <message>
        <source>Structural similarity</source>
        <translation>Similarité structurelle</translation>
    </message>
    <message>
        <source>Spectral angle (degrees)</source>
        <translation>Angle spectral (degrés)</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>Erreur absolue moyenne</translation>
    </message>
    <message>
        <source>Root mean square error</source>
        <translation>Racine de l'erreur quadratique moyenne</translation>
    </message>
    <message>
        <source>Mean absolute error of the NDVI</source>
        <translation>Erreur absolue moyenne du NDVI</translation>
    </message>
    <message>
        <source>Version of SAR2Optical</source>
        <translation>Version de SAR2Optical</translation>
    </message>
    <message>
        <source>Version of QGIS</source>
        <translation>Version de QGIS</translation>
    </message>
    <message>
        <source>Version of Python</source>
        <translation>Version de Python</translation>
    </message>
    <message>
        <source>Version of GDAL</source>
        <translation>Version de GDAL</translation>
    </message>
    <message>
        <source>Version of numpy</source>
        <translation>Version de numpy</translation>
    </message>
    <message>
        <source>Version of onnxruntime, or why it cannot be used</source>
        <translation>Version d'onnxruntime, ou pourquoi il est inutilisable</translation>
    </message>
    <message>
        <source>Operating system and processors</source>
        <translation>Système d'exploitation et processeurs</translation>
    </message>
    <message>
        <source>Execution providers that really load</source>
        <translation>Fournisseurs d'exécution qui se chargent vraiment</translation>
    </message>
    <message>
        <source>Line that installs onnxruntime for this Python</source>
        <translation>Ligne qui installe onnxruntime pour ce Python</translation>
    </message>
    <message>
        <source>Shipped models with hashes and cards (JSON)</source>
        <translation>Modèles livrés avec empreintes et cartes (JSON)</translation>
    </message>
    <message>
        <source>Device that really ran</source>
        <translation>Dispositif qui a vraiment tourné</translation>
    </message>
    <message>
        <source>Model that was used</source>
        <translation>Modèle utilisé</translation>
    </message>
    <message>
        <source>SHA-256 of the model file</source>
        <translation>SHA-256 du fichier du modèle</translation>
    </message>
    <message>
        <source>What was decided automatically</source>
        <translation>Ce qui a été décidé automatiquement</translation>
    </message>
    <message>
        <source>Pixels with data</source>
        <translation>Pixels avec données</translation>
    </message>
    <message>
        <source>Pixels that were generated</source>
        <translation>Nombre de pixels générés</translation>
    </message>
    <message>
        <source>Seconds that the run took</source>
        <translation>Durée de l'exécution en secondes</translation>
    </message>
    <message>
        <source>Pixels that were compared</source>
        <translation>Pixels comparés</translation>
    </message>
    <message>
        <source>Area of these numbers: all pixels, or the generated ones</source>
        <translation>Zone de ces chiffres : tous les pixels, ou les pixels générés</translation>
    </message>
    <message>
        <source>Only this part of the first layer is processed and written, on its pixel grid. Any CRS; empty = all of the first layer.</source>
        <translation>Seule cette partie de la première couche est traitée et écrite, sur sa grille de pixels. Tout SCR ; vide = toute la première couche.</translation>
    </message>
    <message>
        <source>Number of shipped models</source>
        <translation>Nombre de modèles livrés</translation>
    </message>
    <message>
        <source>Values are reflectance or picture values, 0 to 1. PSNR has the peak 1; SSIM is that of Wang et al. 2004 with a Gaussian window of 11 pixels.</source>
        <translation>Les valeurs sont des réflectances ou des valeurs d'image, de 0 à 1. Le PSNR a la crête 1 ; le SSIM est celui de Wang et al. 2004 avec une fenêtre gaussienne de 11 pixels.</translation>
    </message>
    <message>
        <source>All pixels</source>
        <translation>Tous les pixels</translation>
    </message>
    <message>
        <source>Kept pixels</source>
        <translation>Pixels gardés</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>référence</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>générée</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>degrés</translation>
    </message>
    <message>
        <source>Mean absolute error of the bands: black 0, bright {high} and more</source>
        <translation>Erreur absolue moyenne des bandes : noir 0, clair {high} et plus</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valeur</translation>
    </message>
    <message>
        <source>share of pixels</source>
        <translation>part des pixels</translation>
    </message>
    <message>
        <source>Every band; on the dashed line both are equal</source>
        <translation>Toutes les bandes ; sur la ligne pointillée les deux sont égales</translation>
    </message>
    <message>
        <source>How often each value occurs</source>
        <translation>Fréquence de chaque valeur</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixels</translation>
    </message>
    <message>
        <source>Quality of {layer}</source>
        <translation>Qualité de {layer}</translation>
    </message>
    <message>
        <source>predicted sigma</source>
        <translation>sigma prédit</translation>
    </message>
    <message>
        <source>true error (RMSE)</source>
        <translation>erreur vraie (RMSE)</translation>
    </message>
    <message>
        <source>Uncertainty against error: above the line it is too sure</source>
        <translation>Incertitude contre erreur : au-dessus de la ligne elle est trop sûre d'elle</translation>
    </message>
    <message>
        <source>{area}, by band</source>
        <translation>{area}, par bande</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Bande</translation>
    </message>
    <message>
        <source>Reference: {layer}</source>
        <translation>Référence : {layer}</translation>
    </message>
    <message>
        <source>Generated: {layer}</source>
        <translation>Générée : {layer}</translation>
    </message>
    <message>
        <source>Date {number}</source>
        <translation>Date {number}</translation>
    </message>
    <message>
        <source>Fetch scenes</source>
        <translation>Chercher des scènes</translation>
    </message>
    <message>
        <source>Finds and fetches Sentinel-1, Sentinel-2 with cloud masks and land cover of a rectangle and a date.</source>
        <translation>Trouve et rapporte Sentinel-1, Sentinel-2 avec masques de nuages et occupation du sol d'un rectangle et d'une date.</translation>
    </message>
    <message>
        <source>Looks for scenes of a rectangle around a date and reads as much of them as lies in it: Sentinel-2 surface reflectance (ten bands, the offset of -1000 taken off where it is in) with its scene classification, Sentinel-1 (gamma0 in dB, terrain-corrected), and ESA WorldCover. Clouds are judged in the rectangle itself by each date&apos;s mask.

Files are named and described so that all other algorithms find dates and masks by themselves, and carry where they come from and under which licence. A run that was broken off goes on where it ended.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Cherche les scènes d'un rectangle autour d'une date et en lit ce qui s'y trouve : réflectance de surface Sentinel-2 (dix bandes, le décalage de -1000 retiré là où il y est) avec sa classification, Sentinel-1 (gamma0 en dB, corrigé du relief) et ESA WorldCover. Les nuages sont jugés dans le rectangle même, par le masque de chaque date.

Les fichiers sont nommés et décrits pour que tous les autres algorithmes trouvent d'eux-mêmes dates et masques, et disent d'où ils viennent et sous quelle licence. Une exécution interrompue reprend là où elle s'est arrêtée.

Cet algorithme ouvre des connexions, vers le catalogue choisi et vers les dépôts de ses images, par le proxy et les certificats de QGIS.</translation>
    </message>
    <message>
        <source>Picture of a place</source>
        <translation>Image d'un lieu</translation>
    </message>
    <message>
        <source>Draw a rectangle, choose a date: finds and fetches what it takes, and makes the picture of that day.</source>
        <translation>Tracez un rectangle, choisissez une date : trouve et rapporte ce qu'il faut, et fait l'image de ce jour.</translation>
    </message>
    <message>
        <source>Looks at what there is of a rectangle around a date, and takes the way to its picture that is likely to err least: the image of the day where it is clear; that image with its clouds removed, with radar and a clear image of another date; a composite of several dates in the look of that day; or, where all is under cloud, colours learned from an older clear image and put where the radar of the day says. Where more than one way is open, each is tried on a small window, and the one that predicts the least error is taken. WAY overrules it.

HOW says in a few sentences what was found and what was done. SOURCE tells which pixels were measured and when, UNCERTAINTY how far off the others may be. The scenes stay in FOLDER for the other algorithms.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Regarde ce qu'il y a d'un rectangle autour d'une date, et prend vers son image la voie qui se trompe sans doute le moins : l'image du jour là où elle est claire ; cette image sans ses nuages, avec le radar et une image claire d'une autre date ; une composition de plusieurs dates dans l'aspect de ce jour ; ou, là où tout est sous les nuages, des couleurs apprises d'une image claire plus ancienne et posées là où le dit le radar du jour. Quand plus d'une voie est ouverte, chacune est essayée sur une petite fenêtre, et celle qui prédit la moindre erreur est prise. WAY l'emporte.

HOW dit en quelques phrases ce qui a été trouvé et ce qui a été fait. SOURCE dit quels pixels ont été mesurés et quand, UNCERTAINTY de combien les autres peuvent être faux. Les scènes restent dans FOLDER pour les autres algorithmes.

Cet algorithme ouvre des connexions, vers le catalogue choisi et vers les dépôts de ses images, par le proxy et les certificats de QGIS.</translation>
    </message>
    <message>
        <source>Pictures of a place</source>
        <translation>Images d'un lieu</translation>
    </message>
    <message>
        <source>Sentinel-2 of the date</source>
        <translation>Sentinel-2 de la date</translation>
    </message>
    <message>
        <source>Cloud mask of the date</source>
        <translation>Masque de nuages de la date</translation>
    </message>
    <message>
        <source>Sentinel-1 of the date</source>
        <translation>Sentinel-1 de la date</translation>
    </message>
    <message>
        <source>Clear Sentinel-2 of another date</source>
        <translation>Sentinel-2 clair d'une autre date</translation>
    </message>
    <message>
        <source>Sentinel-1 of that other date</source>
        <translation>Sentinel-1 de cette autre date</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <source>Sentinel-2 of all dates</source>
        <translation>Sentinel-2 de toutes les dates</translation>
    </message>
    <message>
        <source>Their cloud masks</source>
        <translation>Leurs masques de nuages</translation>
    </message>
    <message>
        <source>How it was made, in a few sentences</source>
        <translation>Comment elle a été faite, en quelques phrases</translation>
    </message>
    <message>
        <source>The way that was taken</source>
        <translation>La voie qui a été prise</translation>
    </message>
    <message>
        <source>The day that the picture shows</source>
        <translation>Le jour que montre l'image</translation>
    </message>
    <message>
        <source>What was found, a line each</source>
        <translation>Ce qui a été trouvé, une ligne chacun</translation>
    </message>
    <message>
        <source>The rectangle, in any CRS. Scenes come on whole pixels of the UTM zone of its middle.</source>
        <translation>Le rectangle, dans tout SCR. Les scènes viennent sur des pixels entiers de la zone UTM de son milieu.</translation>
    </message>
    <message>
        <source>The day that is wanted, such as 2024-07-25.</source>
        <translation>Le jour voulu, par exemple 2024-07-25.</translation>
    </message>
    <message>
        <source>Days before and after</source>
        <translation>Jours avant et après</translation>
    </message>
    <message>
        <source>How far around DATE scenes are looked for: two whole numbers, such as 30,10. A clear reference is looked for up to 400 days away.</source>
        <translation>Jusqu'où autour de DATE les scènes sont cherchées : deux nombres entiers, par exemple 30,10. Une référence claire est cherchée jusqu'à 400 jours.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>Where to look: planetary-computer, earth-search or copernicus; or the URL of a STAC API or of a static catalogue; or a folder with STAC items. Several, separated by commas: what the first lacks is looked for in the next.</source>
        <translation>Où chercher : planetary-computer, earth-search ou copernicus ; ou l'URL d'une API STAC ou d'un catalogue statique ; ou un dossier d'éléments STAC. Plusieurs, séparés par des virgules : ce qui manque au premier est cherché dans le suivant.</translation>
    </message>
    <message>
        <source>Scenes go into a folder of their place inside this one. What lies there whole is not fetched again.</source>
        <translation>Les scènes vont dans un dossier de leur lieu à l'intérieur de celui-ci. Ce qui s'y trouve entier n'est pas cherché de nouveau.</translation>
    </message>
    <message>
        <source>Metres. Coarser pixels are read from overviews, which is quicker.</source>
        <translation>Mètres. Les pixels plus grossiers sont lus dans les aperçus, ce qui est plus rapide.</translation>
    </message>
    <message>
        <source>An authentication of QGIS, where the catalogue asks for one: user and password or an API header; for the Copernicus Data Space the two S3 keys as user and password.</source>
        <translation>Une authentification de QGIS, là où le catalogue en demande une : utilisateur et mot de passe ou un en-tête d'API ; pour le Copernicus Data Space les deux clés S3 comme utilisateur et mot de passe.</translation>
    </message>
    <message>
        <source>Land cover from</source>
        <translation>Occupation du sol depuis</translation>
    </message>
    <message>
        <source>Where the files of ESA WorldCover 2021 lie: the public store, a mirror of it, or a folder.</source>
        <translation>Où se trouvent les fichiers d'ESA WorldCover 2021 : le dépôt public, un miroir de celui-ci ou un dossier.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Dossier des scènes</translation>
    </message>
    <message>
        <source>Pixel size (m)</source>
        <translation>Taille des pixels (m)</translation>
    </message>
    <message>
        <source>Account of the catalogue</source>
        <translation>Compte auprès du catalogue</translation>
    </message>
    <message>
        <source>What to fetch</source>
        <translation>Ce qu'il faut chercher</translation>
    </message>
    <message>
        <source>radar = the pass nearest to DATE. optical = the image nearest to DATE. series = all dates that show enough. reference = the nearest clear image of another date, an older one first. reference-radar = the radar of its date, of the same orbit. landcover = ESA WorldCover 2021. Scripts write the words, not their numbers.</source>
        <translation>radar = le passage le plus proche de DATE. optical = l'image la plus proche de DATE. series = toutes les dates qui montrent assez. reference = l'image claire la plus proche d'une autre date, d'abord une plus ancienne. reference-radar = le radar de sa date, de la même orbite. landcover = ESA WorldCover 2021. Les scripts écrivent les mots, pas leurs numéros.</translation>
    </message>
    <message>
        <source>How much of the rectangle a date of the series may hide, clouds, shadows and missing data together.</source>
        <translation>Combien du rectangle une date de la série peut cacher, nuages, ombres et données absentes ensemble.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle and megabytes, and fetches nothing.</source>
        <translation>Liste dates, nuages dans le rectangle et mégaoctets, et ne cherche rien.</translation>
    </message>
    <message>
        <source>Adds every fetched raster as a layer, in natural colours where it has them.</source>
        <translation>Ajoute chaque raster comme couche, en couleurs naturelles là où il en a.</translation>
    </message>
    <message>
        <source>The same list as JSON, with files, dates, clouds, items and catalogues. Empty = scenes.json beside the scenes.</source>
        <translation>La même liste en JSON, avec fichiers, dates, nuages, éléments et catalogues. Vide = scenes.json à côté des scènes.</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>Nombre de scènes</translation>
    </message>
    <message>
        <source>Megabytes, about</source>
        <translation>Mégaoctets, environ</translation>
    </message>
    <message>
        <source>Most cloud (%)</source>
        <translation>Nuages au plus (%)</translation>
    </message>
    <message>
        <source>Only list what there is</source>
        <translation>Lister seulement ce qu'il y a</translation>
    </message>
    <message>
        <source>Add the scenes to the map</source>
        <translation>Ajouter les scènes à la carte</translation>
    </message>
    <message>
        <source>List of the scenes</source>
        <translation>Liste des scènes</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Voie</translation>
    </message>
    <message>
        <source>auto = the one with the least predicted error. optical = a clear image as it was taken. clouds = an image with its clouds removed. composite = several dates. radar = SAR to optical. Scripts write the word, not its number.</source>
        <translation>auto = celle à la plus faible erreur prédite. optical = une image claire telle qu'elle a été prise. clouds = une image sans ses nuages. composite = plusieurs dates. radar = SAR vers optique. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle, megabytes and the way that would be taken; makes nothing.</source>
        <translation>Liste dates, nuages dans le rectangle, mégaoctets et la voie qui serait prise ; ne fait rien.</translation>
    </message>
    <message>
        <source>Method of cloud removal</source>
        <translation>Méthode d'élimination des nuages</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels plus a trained correction. regression = the fit alone: needs no onnxruntime. Scripts write the word, not its number.</source>
        <translation>network = l'ajustement sur les pixels clairs plus une correction apprise. regression = l'ajustement seul : n'a pas besoin d'onnxruntime. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Ten bands of reflectance x 10000; red, green, blue and alpha where radar alone sees the day.</source>
        <translation>Dix bandes de réflectance x 10000 ; rouge, vert, bleu et alpha là où seul le radar voit le jour.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the picture, 0 where it was measured on the day; float32, nodata -9999.</source>
        <translation>Un écart-type dans les unités de l'image, 0 là où elle a été mesurée ce jour ; float32, nodata -9999.</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of its date (0 = generated), how many dates show the pixel, days from DATE (of a composite: from its own date); nodata -32768.</source>
        <translation>Trois bandes, 16-bit : le numéro de sa date (0 = généré), combien de dates montrent le pixel, jours depuis DATE (d'une composition : depuis sa propre date) ; nodata -32768.</translation>
    </message>
    <message>
        <source>What numpy multiplies matrices with</source>
        <translation>Avec quoi numpy multiplie les matrices</translation>
    </message>
    <message>
        <source>Codecs that GDAL reads</source>
        <translation>Codecs que GDAL lit</translation>
    </message>
    <message>
        <source>Area to write</source>
        <translation>Zone à écrire</translation>
    </message>
    <message>
        <source>Polygons outside of which the results hold no data, in any CRS; a layer, or the features selected in it. All of INPUT teaches nonetheless, and is counted. Empty = everything. EXTENT limits what is read and saves time.</source>
        <translation>Polygones hors desquels les résultats ne contiennent pas de données, dans n’importe quel SCR ; une couche, ou les entités qui y sont sélectionnées. On apprend néanmoins de tout INPUT, qui est compté. Vide = tout. EXTENT limite ce qui est lu et gagne du temps.</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Compression</translation>
    </message>
    <message>
        <source>deflate = every program reads it. zstd = as small, written in a third of the time; some builds of QGIS for macOS cannot open it. none = quickest, and large. Scripts write the word, not its number.</source>
        <translation>deflate = tout programme le lit. zstd = aussi petit, écrit en un tiers du temps ; certaines versions de QGIS pour macOS ne peuvent pas l’ouvrir. none = le plus rapide, et gros. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Eau</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>Forêt</translation>
    </message>
    <message>
        <source>Green: fields, meadows, shrubs</source>
        <translation>Vert : champs, prairies, arbustes</translation>
    </message>
    <message>
        <source>Bare ground</source>
        <translation>Sol nu</translation>
    </message>
    <message>
        <source>Built-up</source>
        <translation>Bâti</translation>
    </message>
    <message>
        <source>Snow and ice</source>
        <translation>Neige et glace</translation>
    </message>
    <message>
        <source>Turns a Sentinel-1 layer (VV and VH, or one of them) into the natural-colour picture that an optical satellite might have taken. The grid of the result is the grid of INPUT; nodata stays nodata.

The radar says little about colour on its own: name the land cover of the scene, or give an ESA WorldCover raster, and the colours become much better.

An older clear Sentinel-2 layer of the ground as REFERENCE is better still: the scene itself then teaches which colours belong to its radar, and the network&apos;s estimate counts beside it. Where the ground has changed since, the picture follows the radar; elsewhere it keeps the older picture&apos;s own detail. REFERENCE_SAR, radar of the date of REFERENCE, shows changes more surely.

COVER names the ground as the radar shows it today: water, forest, green, bare, built or snow, and how sure that is. A flood is water there and in the picture, whatever an older map says.

The result is generated, not measured: it shows what is likely. UNCERTAINTY tells, pixel by pixel, how far off it may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Transforme une couche Sentinel-1 (VV et VH, ou l'une des deux) en l'image en couleurs naturelles qu'un satellite optique aurait pu prendre. La grille du résultat est celle d'INPUT ; les pixels sans données le restent.

À lui seul, le radar dit peu de la couleur : indiquez l'occupation du sol de la scène, ou donnez un raster ESA WorldCover, et les couleurs deviennent bien meilleures.

Une couche Sentinel-2 claire plus ancienne du même terrain en REFERENCE est encore préférable : la scène elle-même enseigne alors quelles couleurs vont avec son radar, et l'estimation du réseau compte à côté. Là où le sol a changé depuis, l'image suit le radar ; ailleurs elle garde le détail de l'image ancienne. REFERENCE_SAR, le radar de la date de REFERENCE, montre les changements plus sûrement.

COVER nomme le sol tel que le radar le montre aujourd'hui : eau, forêt, vert, nu, bâti ou neige, et avec quelle certitude. Une inondation y est de l'eau, et dans l'image aussi, quoi qu'en dise une carte plus ancienne.

Le résultat est généré, non mesuré : il montre ce qui est probable. UNCERTAINTY dit, pixel par pixel, de combien il peut se tromper. Chaque sortie porte le modèle, son empreinte, les entrées et le dispositif dans ses métadonnées.</translation>
    </message>
    <message>
        <source>realistic = the colours that are most likely, with the radar&apos;s own structure and the contrast of a real picture: to read the ground by eye. natural = the mean of all that is possible: the least error, and flat; to measure with, and what UNCERTAINTY is about. colorized = natural&apos;s colours over the radar&apos;s own fine structure. vivid = that with more contrast: wrong colours are wronger, too. Scripts write the word, not its number.</source>
        <translation>realistic = les couleurs les plus probables, avec la structure propre du radar et le contraste d'une vraie image : pour lire le terrain à l'œil. natural = la moyenne de tout ce qui est possible : l'erreur minimale, et terne ; pour mesurer, et ce dont parle UNCERTAINTY. colorized = les couleurs de natural sur la structure fine du radar. vivid = cela avec plus de contraste : ce qui est faux l'est davantage aussi. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Cover of the ground</source>
        <translation>Couverture du sol</translation>
    </message>
    <message>
        <source>The most likely cover, 8-bit: 1 water, 2 forest, 3 green, 4 bare, 5 built, 6 snow; band 2 is its probability in percent; 0 where INPUT has no data. It needs a model that tells cover apart.</source>
        <translation>La couverture la plus probable, 8 bits : 1 eau, 2 forêt, 3 vert, 4 nu, 5 bâti, 6 neige ; la bande 2 est sa probabilité en pour cent ; 0 où INPUT n'a pas de données. Il faut un modèle qui distingue les couvertures.</translation>
    </message>
    <message>
        <source>Legend of the land cover</source>
        <translation>Légende de l'occupation du sol</translation>
    </message>
    <message>
        <source>auto = told from the codes, their names and colours, the place and the name of the layer; the log says which it is. Scripts write the word, not its number.</source>
        <translation>auto = reconnue par les codes, leurs noms et couleurs, le lieu et le nom de la couche ; le journal dit laquelle. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Clear layers of other dates</source>
        <translation>Couches claires d'autres dates</translation>
    </message>
    <message>
        <source>One or several images of the place, best before and after, of any sensor, bands, grid and CRS: their bands teach what lies under the clouds. They need not look alike, and are never copied. What clouds hide in one of them (REFERENCE_MASKS, or nodata) the others tell.</source>
        <translation>Une ou plusieurs images du lieu, de préférence avant et après, de tout capteur, toutes bandes, grille et SCR : leurs bandes enseignent ce qui se trouve sous les nuages. Elles n'ont pas à se ressembler et ne sont jamais copiées. Ce que les nuages cachent dans l'une d'elles (REFERENCE_MASKS, ou absence de données), les autres le disent.</translation>
    </message>
    <message>
        <source>Layers that no cloud hides</source>
        <translation>Couches qu'aucun nuage ne cache</translation>
    </message>
    <message>
        <source>Rasters that no cloud hides: annual embeddings (AlphaEarth, TESSERA), elevation and slope, land cover, statistics of a year. Any grid, CRS, type and number of bands; a few principal components stand for all of them, and what does not help on clear pixels is left out.</source>
        <translation>Rasters qu'aucun nuage ne cache : plongements annuels (AlphaEarth, TESSERA), altitude et pente, occupation du sol, statistiques d'une année. Toute grille, tout SCR, type et nombre de bandes ; quelques composantes principales les représentent toutes, et ce qui n'aide pas sur les pixels clairs est laissé de côté.</translation>
    </message>
    <message>
        <source>Cloud masks of those other dates</source>
        <translation>Masques de nuages de ces autres dates</translation>
    </message>
    <message>
        <source>One for each layer of REFERENCE, of the same MASK_TYPE as SCL. Matched by the dates in their names where every one tells it, else by order. Empty = where a layer has data it is clear.</source>
        <translation>Un pour chaque couche de REFERENCE, du même MASK_TYPE que SCL. Associés par les dates dans leurs noms si tous en portent une, sinon dans l'ordre. Vide = là où une couche a des données, elle est claire.</translation>
    </message>
    <message>
        <source>What the fit leaves over</source>
        <translation>Ce que l'ajustement laisse</translation>
    </message>
    <message>
        <source>How the error of the fit at clear pixels is carried under the clouds. pushpull = by place alone, quick. kriging = by place and likeness in SAR, REFERENCE and COVARIATES: some 5 to 10 percent less error, for several times the time of the fit. auto = kriging for images of up to 4 million pixels. Scripts write the word, not its number.</source>
        <translation>Comment l'erreur de l'ajustement sur les pixels clairs est portée sous les nuages. pushpull = par le lieu seul, rapide. kriging = par le lieu et la ressemblance dans SAR, REFERENCE et COVARIATES : quelque 5 à 10 pour cent d'erreur en moins, pour plusieurs fois le temps de l'ajustement. auto = kriging pour les images jusqu'à 4 millions de pixels. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Thick cloud</source>
        <translation>Nuage épais</translation>
    </message>
    <message>
        <source>Thin cloud</source>
        <translation>Nuage fin</translation>
    </message>
    <message>
        <source>Cloud shadow</source>
        <translation>Ombre de nuage</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Fills what clouds and their shadows hide in a Sentinel-2 layer, and finds them itself where no mask is given. Grid, bands, order, data type and scale stay those of INPUT, and every pixel that the mask calls clear leaves bit for bit as it came in.

The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.

The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Remplit ce que les nuages et leurs ombres cachent dans une couche Sentinel-2, et les trouve lui-même quand aucun masque n'est donné. Grille, bandes, ordre, type de données et échelle restent ceux de INPUT, et chaque pixel que le masque dit clair ressort bit pour bit comme il est entré.

L'estimation est apprise sur les pixels clairs de la même image (METHOD regression ; tout capteur, toutes bandes, sans modèle) ; METHOD network ajoute ce que sait un réseau entraîné. Une couche Sentinel-1 d'une date proche aide.

Les pixels sous les nuages sont générés, pas mesurés. MASK dit lesquels, UNCERTAINTY de combien ils peuvent s'écarter. Chaque sortie porte le modèle, son empreinte, les entrées et l'appareil dans ses métadonnées.</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, or in the same .SAFE product; without any, clouds are found in the pixels.</source>
        <translation>La classification de scène du même produit, ou un autre masque selon MASK_TYPE. Sa grille et son SCR peuvent différer de ceux de INPUT. Vide = la SCL à côté de INPUT, d'après son nom, ou dans le même produit .SAFE ; sinon, les nuages sont trouvés dans les pixels.</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. auto = clouds are found in the pixels, whatever mask is there. Scripts write the word, not its number.</source>
        <translation>scl = classification de scène de Sentinel-2. binary = 1 est nuage. omnicloudmask = 1 épais, 2 fin, 3 ombre. fmask = codes de Fmask. probability = 0..100 pour cent. auto = les nuages sont trouvés dans les pixels, quel que soit le masque. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Put the mask right</source>
        <translation>Corriger le masque</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. For exact masks off; for masks that may err correct, which makes the better picture then. Scripts write the word, not its number.</source>
        <translation>Ce que disent les pixels quand un masque est donné. off = rien. add = les nuages et ombres qui lui échappent sont cachés aussi. correct = et ce qu'ils montrent clair ne l'est plus. Pour des masques exacts off ; pour des masques qui peuvent se tromper correct, qui donne alors la meilleure image. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>The scene classification of each layer, or another mask as MASK_TYPE says. Matched by the date in name or metadata where every one tells it, else by order; the log says how. Empty = clouds are found in the pixels.</source>
        <translation>La classification de scène de chaque couche, ou un autre masque selon MASK_TYPE. Associées par la date du nom ou des métadonnées si toutes la portent, sinon par l'ordre ; le journal dit comment. Vide = les nuages sont trouvés dans les pixels.</translation>
    </message>
    <message>
        <source>Put the masks right</source>
        <translation>Corriger les masques</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Masque de nuages</translation>
    </message>
    <message>
        <source>Finds clouds and their shadows in the pixels of an optical image, and puts a bad mask right.</source>
        <translation>Trouve les nuages et leurs ombres dans les pixels d'une image optique, et corrige un mauvais masque.</translation>
    </message>
    <message>
        <source>Tells thick cloud, thin cloud and cloud shadow from clear ground by the pixels alone: Sentinel-2 (L1C or L2A), or any image of reflectance with blue, green and red; near infrared and short-wave infrared help.

A scene classification (SCL) or another mask that came with the image is a hint: it is kept where the pixels do not contradict it. The log says how much was added and taken away.

OUTPUT goes into SCL of &quot;Remove clouds&quot; or &quot;Cloud-free composite&quot; with MASK_TYPE omnicloudmask. Both find clouds by themselves where no mask is given. Even haze all over an image, and snow under cloud, may be missed.</source>
        <translation>Distingue nuage épais, nuage fin et ombre de nuage du sol clair, par les pixels seuls : Sentinel-2 (L1C ou L2A), ou toute image de réflectance avec bleu, vert et rouge ; le proche infrarouge et l'infrarouge à ondes courtes aident.

Une classification de scène (SCL) ou un autre masque venu avec l'image est un indice : il est gardé là où les pixels ne le contredisent pas. Le journal dit combien a été ajouté et retiré.

OUTPUT va dans SCL de « Enlever les nuages » ou de « Composite sans nuages » avec MASK_TYPE omnicloudmask. Les deux trouvent les nuages eux-mêmes quand aucun masque n'est donné. Une brume uniforme sur toute une image et la neige sous les nuages peuvent échapper.</translation>
    </message>
    <message>
        <source>Optical layer</source>
        <translation>Couche optique</translation>
    </message>
    <message>
        <source>The image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>L'image : une pile de bandes dans un raster, comptes numériques ou réflectance, ou un produit entier : le chemin de son dossier .SAFE, de MTD_MSIL2A.xml qu'il contient, ou de son zip.</translation>
    </message>
    <message>
        <source>Mask to put right (SCL)</source>
        <translation>Masque à corriger (SCL)</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the pixels alone.</source>
        <translation>La classification de scène du même produit, ou un autre masque selon MASK_TYPE. Sa grille et son SCR peuvent différer de ceux de INPUT. Vide = les pixels seuls.</translation>
    </message>
    <message>
        <source>Threshold (per cent)</source>
        <translation>Seuil (pour cent)</translation>
    </message>
    <message>
        <source>How probable cloud or shadow must be. Lower finds more thin cloud, and more that is none.</source>
        <translation>Quelle probabilité nuage ou ombre doit avoir. Plus bas trouve plus de nuages fins, et plus qui n'en sont pas.</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT clouds and shadows grow. The tasks that take the mask grow it by themselves.</source>
        <translation>De combien de pixels de INPUT nuages et ombres grandissent. Les tâches qui prennent le masque l'agrandissent elles-mêmes.</translation>
    </message>
    <message>
        <source>Clouds and shadows</source>
        <translation>Nuages et ombres</translation>
    </message>
    <message>
        <source>0 = clear, 1 = thick cloud, 2 = thin cloud, 3 = cloud shadow, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>0 = clair, 1 = nuage épais, 2 = nuage fin, 3 = ombre de nuage, 255 = pas de données ; GeoTIFF 8 bits.</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Probabilités</translation>
    </message>
    <message>
        <source>Per cent of cloud (thick or thin), of shadow, and of thin cloud alone; three bands, 8-bit, 255 = no data.</source>
        <translation>Pour cent de nuage (épais ou fin), d'ombre, et de nuage fin seul ; trois bandes, 8 bits, 255 = pas de données.</translation>
    </message>
    <message>
        <source>Masks of all dates</source>
        <translation>Masques de toutes les dates</translation>
    </message>
    <message>
        <source>A folder for a mask of each layer, of INPUT and of OTHERS, each helped by the others: on the pixels of INPUT, named after the layers. SCLS of &quot;Cloud-free composite&quot; takes them with MASK_TYPE omnicloudmask.</source>
        <translation>Un dossier pour un masque de chaque couche, de INPUT et de OTHERS, chacun aidé par les autres : sur les pixels de INPUT, nommé d'après la couche. SCLS de &quot;Composite sans nuages&quot; les prend avec MASK_TYPE omnicloudmask.</translation>
    </message>
    <message>
        <source>Calibration of a GRD</source>
        <translation>Calibration d'un GRD</translation>
    </message>
    <message>
        <source>Of a Sentinel-1 GRD product with its annotation alone. sigma0 = sigma nought, as the networks know it. gamma0 = gamma nought, which is brighter and falls less towards far range. Scripts write the word, not its number.</source>
        <translation>Seulement pour un produit GRD de Sentinel-1 avec son annotation. sigma0 = sigma zéro, tel que les réseaux le connaissent. gamma0 = gamma zéro, plus clair et qui baisse moins vers la portée lointaine. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
    <message>
        <source>Layers of other dates</source>
        <translation>Couches d'autres dates</translation>
    </message>
    <message>
        <source>The same place on other days of the season, at least two, cloudy or not. Where INPUT leaves doubt, what is brighter than the ground on these days is cloud.</source>
        <translation>Le même lieu d'autres jours de la saison, deux au moins, nuageux ou non. Là où INPUT laisse un doute, ce qui est plus clair que le sol de ces jours-là est un nuage.</translation>
    </message>
    <message>
        <source>A raster of class codes, in any grid and CRS: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas and others, or one that names its classes in English. It goes before the class above.</source>
        <translation>Un raster de codes de classe, dans toute grille et tout SCR : ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas et d’autres, ou un raster qui nomme ses classes en anglais. Il passe avant la classe ci-dessus.</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. auto = the mask stays as it is, unless the pixels show that it cannot be right: much that is surely cloud is left, or all is hidden though there is ground to be seen. So is a mask treated that was found beside INPUT and is not named. Scripts write the word, not its number.</source>
        <translation>Ce que disent les pixels quand un masque est donné. off = rien. add = les nuages et ombres qui lui échappent sont cachés aussi. correct = et ce qu'ils montrent clair ne l'est plus. auto = le masque reste tel quel, sauf si les pixels montrent qu'il ne peut être juste : beaucoup de nuages certains restent, ou tout est caché alors que le sol se voit. Il en va de même d'un masque trouvé à côté d'INPUT et qui n'est pas nommé. Les scripts écrivent le mot, pas son numéro.</translation>
    </message>
</context>
</TS>
