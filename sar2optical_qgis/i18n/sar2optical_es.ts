<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>MainWindow</name>
    <message>
        <source>Live preview</source>
        <translation>Vista previa en vivo</translation>
    </message>
    <message>
        <source>SAR2Optical: radar in colour, and clouds gone, as you move the map</source>
        <translation>SAR2Optical: radar en color y sin nubes mientras mueve el mapa</translation>
    </message>
    <message>
        <source>Install onnxruntime ...</source>
        <translation>Instalar onnxruntime…</translation>
    </message>
    <message>
        <source>Models ...</source>
        <translation>Modelos…</translation>
    </message>
    <message>
        <source>onnxruntime is missing: the networks cannot run yet.</source>
        <translation>Falta onnxruntime: las redes todavía no pueden funcionar.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Instalar</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Picture of a place ...</source>
        <translation>Imagen de un lugar ...</translation>
    </message>
    <message>
        <source>SAR2Optical: draw a rectangle, choose a date, get the picture</source>
        <translation>SAR2Optical: dibujar un rectángulo, elegir una fecha, obtener la imagen</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tarea</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Predeterminado</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Held-out scores</source>
        <translation>Resultados en lugares reservados</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Add ...</source>
        <translation>Añadir…</translation>
    </message>
    <message>
        <source>Copy an .onnx file that carries a SAR2Optical card into the profile.</source>
        <translation>Copiar al perfil un archivo .onnx que lleve una ficha SAR2Optical.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Delete the chosen model from the profile. Shipped models stay.</source>
        <translation>Borrar del perfil el modelo elegido. Los modelos incluidos se quedan.</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>Hacer predeterminado</translation>
    </message>
    <message>
        <source>Take the chosen model for its task wherever MODEL is left empty.</source>
        <translation>Usar el modelo elegido para su tarea cuando MODEL quede vacío.</translation>
    </message>
    <message>
        <source>onnxruntime ...</source>
        <translation>onnxruntime…</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>incluido</translation>
    </message>
    <message>
        <source>added</source>
        <translation>añadido</translation>
    </message>
    <message>
        <source>onnxruntime {version} ({devices})</source>
        <translation>onnxruntime {version} ({devices})</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Añadir un modelo</translation>
    </message>
    <message>
        <source>{name} was added.</source>
        <translation>Se añadió {name}.</translation>
    </message>
</context>
<context>
    <name>PlaceDialog</name>
    <message>
        <source>Picture of a place</source>
        <translation>Imagen de un lugar</translation>
    </message>
    <message>
        <source>A provider, or the URL of a STAC API, or a folder with STAC items.</source>
        <translation>Un proveedor, la URL de una API STAC o una carpeta con elementos STAC.</translation>
    </message>
    <message>
        <source>auto = the way with the least predicted error; the others overrule it.</source>
        <translation>auto = el camino con el menor error predicho; los otros se imponen a él.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catálogo</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Carpeta para las escenas</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Camino</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Escena</translation>
    </message>
    <message>
        <source>Cloud here</source>
        <translation>Nubes aquí</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Mostrado</translation>
    </message>
    <message>
        <source>Look what there is</source>
        <translation>Ver qué hay</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecutar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Draw a rectangle over the place, or take what the map shows.</source>
        <translation>Dibuje un rectángulo sobre el lugar, o tome lo que muestra el mapa.</translation>
    </message>
    <message>
        <source>Looking what there is ...</source>
        <translation>Se mira qué hay ...</translation>
    </message>
    <message>
        <source>Scenes of a place</source>
        <translation>Escenas de un lugar</translation>
    </message>
    <message>
        <source>Nothing was found. Choose another date, place or catalogue.</source>
        <translation>No se encontró nada. Elija otra fecha, otro lugar u otro catálogo.</translation>
    </message>
    <message>
        <source>{count} scenes were found.</source>
        <translation>Se encontraron {count} escenas.</translation>
    </message>
    <message>
        <source>The folder cannot be made ({reason}). Choose another.</source>
        <translation>No se puede crear la carpeta ({reason}). Elija otra.</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>Trabajando ...</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>La ejecución se detuvo.</translation>
    </message>
</context>
<context>
    <name>PreviewDock</name>
    <message>
        <source>SAR2Optical preview</source>
        <translation>Vista previa de SAR2Optical</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>Trabajando…</translation>
    </message>
    <message>
        <source>Live preview on the map</source>
        <translation>Vista previa en vivo en el mapa</translation>
    </message>
    <message>
        <source>Translate what the map shows, now and after each pan or zoom. The layers stay untouched.</source>
        <translation>Traducir lo que muestra el mapa, ahora y tras cada desplazamiento o zum. Las capas quedan intactas.</translation>
    </message>
    <message>
        <source>Where the line is. You can drag it on the map as well.</source>
        <translation>Dónde está la línea. También se puede arrastrar en el mapa.</translation>
    </message>
    <message>
        <source>How much the preview covers the map.</source>
        <translation>Cuánto cubre el mapa la vista previa.</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Cortina</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacidad</translation>
    </message>
    <message>
        <source>Run on the whole layer ...</source>
        <translation>Ejecutar en toda la capa…</translation>
    </message>
    <message>
        <source>Opens the Processing dialog, filled in with these choices.</source>
        <translation>Abre el diálogo de Procesos, relleno con estas opciones.</translation>
    </message>
    <message>
        <source>Save preview ...</source>
        <translation>Guardar vista previa…</translation>
    </message>
    <message>
        <source>Saves the previewed part as a GeoTIFF, marked as generated, and adds it.</source>
        <translation>Guarda la parte mostrada como GeoTIFF, marcada como generada, y la añade.</translation>
    </message>
    <message>
        <source>Generated at {size} m a pixel in {seconds} s ({device}). Left of the line: your own map.</source>
        <translation>Generado a {size} m por píxel en {seconds} s ({device}). A la izquierda de la línea: su mapa.</translation>
    </message>
    <message>
        <source>The networks know pixels of 10 to 30 m: at this scale it is a rough guide only.</source>
        <translation>Las redes conocen píxeles de 10 a 30 m: a esta escala es solo una guía aproximada.</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Elija una capa para la vista previa.</translation>
    </message>
    <message>
        <source>Save preview</source>
        <translation>Guardar vista previa</translation>
    </message>
    <message>
        <source>The preview was not saved ({reason}). Choose another folder.</source>
        <translation>La vista previa no se guardó ({reason}). Elija otra carpeta.</translation>
    </message>
    <message>
        <source>{layer}: preview</source>
        <translation>{layer}: vista previa</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Guardado como {path}.</translation>
    </message>
    <message>
        <source>A finer picture follows.</source>
        <translation>Sigue una imagen más fina.</translation>
    </message>
</context>
<context>
    <name>PreviewForm</name>
    <message>
        <source>Radar to colour</source>
        <translation>Radar a color</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Quitar nubes</translation>
    </message>
    <message>
        <source>What to preview: a Sentinel-1 layer in colour, or a cloudy layer without clouds.</source>
        <translation>Qué mostrar: una capa Sentinel-1 en color o una capa nubosa sin nubes.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH or one of them, or a PNG or JPEG radar picture.</source>
        <translation>Retrodispersión con VV y VH o una de ellas, o una imagen radar PNG o JPEG.</translation>
    </message>
    <message>
        <source>A raster of class codes, such as ESA WorldCover, Dynamic World, Esri, CORINE, NLCD or MapBiomas: it gives the radar its colours.</source>
        <translation>Un ráster de códigos de clase, como ESA WorldCover, Dynamic World, Esri, CORINE, NLCD o MapBiomas: da al radar sus colores.</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it and have no land-cover raster.</source>
        <translation>Lo que cubre la mayor parte de la escena, si lo sabe y no tiene ráster de cobertura.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Capa Sentinel-1</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Cobertura del suelo</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Cobertura de la escena</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Estilo</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster.</source>
        <translation>La imagen nubosa: una pila de bandas en un ráster.</translation>
    </message>
    <message>
        <source>What the numbers of the mask mean.</source>
        <translation>Qué significan los números de la máscara.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date; it helps under thick cloud.</source>
        <translation>Retrodispersión de fecha cercana; ayuda bajo nubes densas.</translation>
    </message>
    <message>
        <source>network = the trained network. regression = the fit on the clear pixels alone: quicker.</source>
        <translation>network = la red entrenada. regression = solo el ajuste a los píxeles claros: más rápido.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Capa Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Máscara de nubes</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Tipo de máscara</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Elija una capa para la vista previa.</translation>
    </message>
    <message>
        <source>realistic = what is most likely, with the radar&apos;s own structure: to read the ground. natural = the estimate of least error: flat, for measuring. colorized = that over the radar&apos;s fine structure. vivid = with more contrast still.</source>
        <translation>realistic = lo más probable, con la estructura propia del radar: para leer el terreno. natural = la estimación de mínimo error: plana, para medir. colorized = esta sobre la estructura fina del radar. vivid = con aún más contraste.</translation>
    </message>
    <message>
        <source>The scene classification (SCL) of the same product, or another cloud mask. Without one, clouds are found in the pixels.</source>
        <translation>La clasificación de escena (SCL) del mismo producto, u otra máscara de nubes. Sin ella, las nubes se buscan en los píxeles.</translation>
    </message>
</context>
<context>
    <name>RuntimeDialog</name>
    <message>
        <source>SAR2Optical: install onnxruntime</source>
        <translation>SAR2Optical: instalar onnxruntime</translation>
    </message>
    <message>
        <source>The networks run on the Python package {package}, which QGIS does not bring (about {size} MB). It goes into a folder of your profile, with the Python of this QGIS; nothing else is changed, numpy least of all.</source>
        <translation>Las redes funcionan con el paquete de Python {package}, que QGIS no trae (unos {size} MB). Va a una carpeta de su perfil, con el Python de este QGIS; nada más se cambia, y menos numpy.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Instalar</translation>
    </message>
    <message>
        <source>Download the wheels and unpack them into the profile.</source>
        <translation>Descargar los wheels y descomprimirlos en el perfil.</translation>
    </message>
    <message>
        <source>Install from a folder of wheels ...</source>
        <translation>Instalar desde una carpeta de wheels…</translation>
    </message>
    <message>
        <source>Without any network: choose a folder that holds the .whl files.</source>
        <translation>Sin ninguna red: elija una carpeta con los archivos .whl.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Take out what was installed here.</source>
        <translation>Quitar lo que se instaló aquí.</translation>
    </message>
    <message>
        <source>The same by hand: run this line in a terminal, then restart QGIS.</source>
        <translation>Lo mismo a mano: ejecute esta línea en una terminal y reinicie QGIS.</translation>
    </message>
    <message>
        <source>By hand, in a terminal:</source>
        <translation>A mano, en una terminal:</translation>
    </message>
    <message>
        <source>Folder of wheels</source>
        <translation>Carpeta de wheels</translation>
    </message>
    <message>
        <source>The Python of this QGIS was not found. Use the line below by hand.</source>
        <translation>No se encontró el Python de este QGIS. Use la línea de abajo a mano.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. See its words above; check network and proxy.</source>
        <translation>pip terminó con un error, no se cambió nada. Vea arriba; compruebe la red y el proxy.</translation>
    </message>
    <message>
        <source>onnxruntime {version} is ready ({devices}). No restart is needed.</source>
        <translation>onnxruntime {version} está listo ({devices}). No hace falta reiniciar.</translation>
    </message>
    <message>
        <source>Removed. What is loaded already goes when QGIS is closed.</source>
        <translation>Quitado. Lo que ya está cargado se va al cerrar QGIS.</translation>
    </message>
    <message>
        <source>It was installed, but does not load here ({problem}); so it was taken out again.</source>
        <translation>Se instaló, pero aquí no carga ({problem}); por eso se quitó de nuevo.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. The folder must hold wheels of {names} that fit this system and Python {version}.</source>
        <translation>pip terminó con un error, no se cambió nada. La carpeta debe contener wheels de {names} que sirvan para este sistema y Python {version}.</translation>
    </message>
    <message>
        <source>This Python has no pip, and the folder holds no wheel of it. Put one there.</source>
        <translation>Este Python no tiene pip, y la carpeta no contiene un wheel de él. Ponga uno allí.</translation>
    </message>
    <message>
        <source>This Python has no pip: it is downloaded first.</source>
        <translation>Este Python no tiene pip: se descarga primero.</translation>
    </message>
    <message>
        <source>pip could not be downloaded. Install it (Debian, Ubuntu: python3-pip), then try again.</source>
        <translation>No se pudo descargar pip. Instálelo (Debian, Ubuntu: python3-pip) e inténtelo de nuevo.</translation>
    </message>
</context>
<context>
    <name>algorithms</name>
    <message>
        <source>SAR to optical</source>
        <translation>SAR a óptico</translation>
    </message>
    <message>
        <source>Generate optical imagery</source>
        <translation>Generar imágenes ópticas</translation>
    </message>
    <message>
        <source>Generates a natural-colour picture from a Sentinel-1 layer.</source>
        <translation>Genera una imagen en color natural a partir de una capa Sentinel-1.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Capa Sentinel-1</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandas</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example VV=1,VH=2.</source>
        <translation>auto = se encuentran por las descripciones de las bandas. O nómbrelas, por ejemplo VV=1,VH=2.</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Cobertura de la escena</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it; it carries much of the colour. auto = unknown. Scripts write the word, not its number.</source>
        <translation>Lo que cubre la mayor parte de la escena, si lo sabe; de ello depende mucho el color. auto = desconocido. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Land-cover raster</source>
        <translation>Ráster de cobertura del suelo</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Estilo</translation>
    </message>
    <message>
        <source>Older clear Sentinel-2 layer</source>
        <translation>Capa Sentinel-2 clara anterior</translation>
    </message>
    <message>
        <source>A clear image of the same ground with bands described as B04, B03, B02, or an 8-bit picture, of any date, grid and CRS. It teaches the colours; STYLE then has no say. Dates in the names of both files tell how far it has aged.</source>
        <translation>Una imagen clara del mismo terreno con bandas descritas como B04, B03, B02, o una imagen de 8 bits, de cualquier fecha, malla y SRC. Enseña los colores; STYLE no cuenta entonces. Las fechas en los nombres de ambos archivos dicen cuánto ha envejecido.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer of the date of REFERENCE</source>
        <translation>Capa Sentinel-1 de la fecha de REFERENCE</translation>
    </message>
    <message>
        <source>With it, what has changed since is seen as a change of the radar. Any grid and CRS.</source>
        <translation>Con ella, lo que ha cambiado desde entonces se ve como un cambio del radar. Cualquier malla y SRC.</translation>
    </message>
    <message>
        <source>Extent to process</source>
        <translation>Extensión a procesar</translation>
    </message>
    <message>
        <source>Scale of the SAR values</source>
        <translation>Escala de los valores SAR</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. db = decibel. linear = power. amplitude = square root of power. uint8 = a stretched 8-bit picture. Scripts write the word, not its number.</source>
        <translation>auto = se reconoce por los valores; el registro dice qué se decidió. db = decibelios. linear = potencia. amplitude = raíz cuadrada de la potencia. uint8 = una imagen de 8 bits realzada. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. Empty = the shipped model for this task. The algorithm &quot;Environment&quot; lists the shipped models.</source>
        <translation>Nombre de un modelo incluido en el complemento, o ruta de un archivo .onnx que lleve una ficha SAR2Optical. Vacío = el modelo incluido para esta tarea. El algoritmo «Entorno» enumera los modelos incluidos.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. gpu = the GPU or an error. cpu = the CPU. Scripts write the word, not its number.</source>
        <translation>auto = la GPU donde onnxruntime pueda usarla de verdad, si no la CPU, y el registro dice por qué. gpu = la GPU o un error. cpu = la CPU. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation>Tamaño de tesela (píxeles)</translation>
    </message>
    <message>
        <source>Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. 0 = as the method asks for.</source>
        <translation>Lado del cuadrado que se procesa cada vez. Más pequeño necesita menos memoria; el resultado es el mismo. 0 = lo que pida el método.</translation>
    </message>
    <message>
        <source>Tile overlap (pixels)</source>
        <translation>Solape de teselas (píxeles)</translation>
    </message>
    <message>
        <source>How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.</source>
        <translation>Cuánto se adentran las teselas en sus vecinas, para que no se vean costuras. -1 = lo que pida el método.</translation>
    </message>
    <message>
        <source>Optical picture (generated)</source>
        <translation>Imagen óptica (generada)</translation>
    </message>
    <message>
        <source>8-bit red, green, blue and alpha (0 where INPUT has no data), GeoTIFF on the grid of INPUT.</source>
        <translation>Rojo, verde, azul y alfa de 8 bits (0 donde INPUT no tiene datos), GeoTIFF en la malla de INPUT.</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Incertidumbre</translation>
    </message>
    <message>
        <source>One standard deviation of red, green and blue in grey levels (0..255), float32, nodata -9999.</source>
        <translation>Una desviación típica de rojo, verde y azul en niveles de gris (0..255), float32, sin datos -9999.</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Quitar nubes</translation>
    </message>
    <message>
        <source>Replaces clouds and shadows in a Sentinel-2 layer by generated pixels, and leaves all others untouched.</source>
        <translation>Sustituye nubes y sombras de una capa Sentinel-2 por píxeles generados y deja intactos los demás.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Capa Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask (SCL)</source>
        <translation>Máscara de nubes (SCL)</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Tipo de máscara</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. Scripts write the word, not its number.</source>
        <translation>scl = clasificación de escena de Sentinel-2. binary = 1 es nube. omnicloudmask = 1 densa, 2 fina, 3 sombra. fmask = códigos de Fmask. probability = 0..100 por ciento. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick cloud.</source>
        <translation>Retrodispersión de fecha cercana en dB o potencia (VV, VH), en cualquier malla y SRC. Ayuda bajo nubes densas.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels of the image plus a trained correction. regression = that fit alone: needs no model and no onnxruntime, works for any sensor and bands. Scripts write the word, not its number.</source>
        <translation>network = el ajuste a los píxeles claros de la imagen más una corrección entrenada. regression = solo ese ajuste: no necesita modelo ni onnxruntime, sirve para cualquier sensor y bandas. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Mask values to hide</source>
        <translation>Valores de la máscara que ocultar</translation>
    </message>
    <message>
        <source>Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, or a threshold such as &gt;=40 for a probability.</source>
        <translation>Vacío = los habituales del tipo de máscara (scl: 0,1,3,8,9,10). O una lista como 3,8,9, o un umbral como &gt;=40 para una probabilidad.</translation>
    </message>
    <message>
        <source>Grow the mask (pixels)</source>
        <translation>Ampliar la máscara (píxeles)</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>Cuántos píxeles de INPUT crece el área oculta, pues las máscaras pierden los bordes de las nubes. -1 = unos 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.</source>
        <translation>auto = se encuentran por las descripciones de las bandas. O nómbrelas, por ejemplo B02=1,B03=2,B04=3,B08=4.</translation>
    </message>
    <message>
        <source>Offset of the Sentinel-2 values</source>
        <translation>Desplazamiento de los valores Sentinel-2</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later. Scripts write the word, not its number.</source>
        <translation>auto = se reconoce por los valores; el registro dice qué se decidió. none = reflectancia, o reflectancia x 10000. -1000 = niveles digitales de la línea base de procesamiento 04.00 y posteriores. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Cloud-free image (generated)</source>
        <translation>Imagen sin nubes (generada)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.</source>
        <translation>GeoTIFF con la malla, las bandas, el tipo de datos y la escala de INPUT; píxeles claros intactos.</translation>
    </message>
    <message>
        <source>Generated pixels</source>
        <translation>Píxeles generados</translation>
    </message>
    <message>
        <source>1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>1 = generado, 0 = conservado, 255 = sin datos; GeoTIFF de 8 bits.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, nodata -9999.</source>
        <translation>Una desviación típica en las unidades de INPUT, una banda por cada una de las suyas, 0 donde se conserva; float32, sin datos -9999.</translation>
    </message>
    <message>
        <source>Cloud-free composite</source>
        <translation>Compuesto sin nubes</translation>
    </message>
    <message>
        <source>Makes one cloud-free Sentinel-2 layer of the date that you want out of 2 to 30 cloudy dates.</source>
        <translation>Hace una capa Sentinel-2 sin nubes de la fecha deseada a partir de 2 a 30 fechas nubosas.</translation>
    </message>
    <message>
        <source>Brings Sentinel-2 layers of several dates and their cloud masks together into one clean layer of TARGET_DATE. Grid, data type and scale are those of the first layer; the bands are those that all layers have.

METHOD regression keeps every clear pixel of the target date as it came, and fills what is hidden there with what the other dates say of it, brought to the look of the target date by a fit on its clear pixels. It needs no model and no onnxruntime. METHOD timegate lets a trained network improve that. Where the target date is wholly hidden the median takes the place of the fit, and the log says so. The other methods copy or average pixels of the dates as they are: colours of different seasons may stand side by side.

Filled pixels are generated, not measured on the target date. SOURCE tells for each pixel which date it is mostly of, how many dates show it, and how many days that date is away; UNCERTAINTY how far off it may be. Every output carries the dates, the inputs and the decisions in its metadata.</source>
        <translation>Reúne capas Sentinel-2 de varias fechas y sus máscaras de nubes en una sola capa limpia de TARGET_DATE. Malla, tipo de datos y escala son los de la primera capa; las bandas son las que tienen todas.

METHOD regression conserva cada píxel claro de la fecha objetivo como vino y rellena lo que allí está oculto con lo que dicen las otras fechas, llevado al aspecto de la fecha objetivo mediante un ajuste a sus píxeles claros. No necesita modelo ni onnxruntime. METHOD timegate deja que una red entrenada lo mejore. Donde la fecha objetivo está oculta del todo, la mediana ocupa el lugar del ajuste, y el registro lo dice. Los otros métodos copian o promedian píxeles de las fechas tal como son: pueden quedar juntos colores de estaciones distintas.

Los píxeles rellenados son generados, no medidos en la fecha objetivo. SOURCE dice de cada píxel de qué fecha es sobre todo, cuántas fechas lo muestran y a cuántos días está esa fecha; UNCERTAINTY, cuánto puede desviarse. Cada salida lleva las fechas, las entradas y las decisiones en sus metadatos.</translation>
    </message>
    <message>
        <source>Sentinel-2 layers</source>
        <translation>Capas Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud masks (SCL)</source>
        <translation>Máscaras de nubes (SCL)</translation>
    </message>
    <message>
        <source>Type of the masks</source>
        <translation>Tipo de las máscaras</translation>
    </message>
    <message>
        <source>Date wanted</source>
        <translation>Fecha deseada</translation>
    </message>
    <message>
        <source>The date whose picture is made, such as 2024-05-17. Empty = the latest of INPUTS; without a layer of that day the nearest one takes its place.</source>
        <translation>La fecha cuya imagen se hace, por ejemplo 2024-05-17. Vacío = la última de INPUTS; sin una capa de ese día, la más cercana ocupa su lugar.</translation>
    </message>
    <message>
        <source>regression = the target date, its hidden pixels estimated from the other dates by a fit. timegate = a network on top of that, which weighs the dates pixel by pixel; it needs onnxruntime. median = middle of all clear looks. medoid = the look nearest to it. leastcloudy = the clearest date first. lastclear = the latest clear look up to the target date. Scripts write the word, not its number.</source>
        <translation>regression = la fecha objetivo, con sus píxeles ocultos estimados a partir de las otras fechas mediante un ajuste. timegate = además, una red que pondera las fechas píxel a píxel; necesita onnxruntime. median = el centro de todas las vistas claras. medoid = la vista más cercana a él. leastcloudy = primero la fecha más clara. lastclear = la última vista clara hasta la fecha objetivo. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Sentinel-1 layers</source>
        <translation>Capas Sentinel-1</translation>
    </message>
    <message>
        <source>Backscatter in dB or power (VV, VH), any grid and CRS. METHOD regression uses the one nearest to the target date.</source>
        <translation>Retrodispersión en dB o potencia (VV, VH), cualquier malla y SRC. METHOD regression usa la más cercana a la fecha objetivo.</translation>
    </message>
    <message>
        <source>Dates of the layers</source>
        <translation>Fechas de las capas</translation>
    </message>
    <message>
        <source>One for each layer of INPUTS, in order, such as 2024-05-17,2024-05-22. Empty = from file names (20240517 or 2024-05-17), product folders, or metadata.</source>
        <translation>Una por cada capa de INPUTS, en orden, por ejemplo 2024-05-17,2024-05-22. Vacío = de los nombres de archivo (20240517 o 2024-05-17), las carpetas de producto o los metadatos.</translation>
    </message>
    <message>
        <source>Pixels hidden on every date</source>
        <translation>Píxeles ocultos en todas las fechas</translation>
    </message>
    <message>
        <source>interpolate = filled from their surroundings, with high uncertainty. nodata = left out. Scripts write the word, not its number.</source>
        <translation>interpolate = se rellenan a partir de su entorno, con alta incertidumbre. nodata = se dejan vacíos. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Grow the masks (pixels)</source>
        <translation>Ampliar las máscaras (píxeles)</translation>
    </message>
    <message>
        <source>By how many pixels of the first layer the hidden areas grow, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>Cuántos píxeles de la primera capa crecen las áreas ocultas, pues las máscaras pierden los bordes de las nubes. -1 = unos 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name those to use, for example B02=1,B03=2,B04=3,B08=4, the same in all layers.</source>
        <translation>auto = se encuentran por las descripciones de las bandas. O nombre las que se usan, por ejemplo B02=1,B03=2,B04=3,B08=4, las mismas en todas las capas.</translation>
    </message>
    <message>
        <source>auto = told from the values of each layer; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later, in all layers. Scripts write the word, not its number.</source>
        <translation>auto = se reconoce por los valores de cada capa; el registro dice qué se decidió. none = reflectancia, o reflectancia x 10000. -1000 = niveles digitales de la línea base de procesamiento 04.00 y posteriores, en todas las capas. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Cloud-free composite (generated)</source>
        <translation>Compuesto sin nubes (generado)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, data type and scale of the first layer and the bands that all layers have.</source>
        <translation>GeoTIFF con la malla, el tipo de datos y la escala de la primera capa y las bandas que tienen todas las capas.</translation>
    </message>
    <message>
        <source>Source of each pixel</source>
        <translation>Origen de cada píxel</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of the date with the largest weight (1 = the first of INPUTS, 0 = hidden on every date), how many dates show the pixel, days from the target date; nodata -32768.</source>
        <translation>Tres bandas, 16 bits: el número de la fecha de mayor peso (1 = la primera de INPUTS, 0 = oculto en todas las fechas), cuántas fechas muestran el píxel, días hasta la fecha objetivo; sin datos -32768.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the first layer, one band for each of OUTPUT, 0 where a pixel is the target date&apos;s own; float32, nodata -9999.</source>
        <translation>Una desviación típica en las unidades de la primera capa, una banda por cada una de OUTPUT, 0 donde el píxel es el de la propia fecha objetivo; float32, sin datos -9999.</translation>
    </message>
    <message>
        <source>Assess quality</source>
        <translation>Evaluar la calidad</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
    <message>
        <source>Compares a generated layer with a reference: numbers by band and area, and a report with pictures.</source>
        <translation>Compara una capa generada con una referencia: cifras por banda y área, y un informe con imágenes.</translation>
    </message>
    <message>
        <source>Measures how far a generated layer is off a reference, such as a clear image of the same days: PSNR, SSIM, spectral angle, mean absolute error, RMSE and the error of the NDVI, for each band, over all pixels and, where MASK is given, over the generated and the kept pixels apart.

Bands are compared by their descriptions, else in their order; reflectance, or pictures as pictures. The reference is resampled onto the grid of the generated layer.

The numbers are outputs of the algorithm and in METRICS (JSON). The report shows both layers, where they differ, a scatter plot, histograms and, with UNCERTAINTY, whether the predicted errors were right.</source>
        <translation>Mide cuánto se desvía una capa generada de una referencia, como una imagen clara de los mismos días: PSNR, SSIM, ángulo espectral, error absoluto medio, RMSE y el error del NDVI, para cada banda, sobre todos los píxeles y, si se da MASK, por separado sobre los generados y los conservados.

Las bandas se comparan por sus descripciones, si no en su orden; como reflectancia, o las imágenes como imágenes. La referencia se remuestrea en la malla de la capa generada.

Las cifras son salidas del algoritmo y están en METRICS (JSON). El informe muestra ambas capas, dónde difieren, un diagrama de dispersión, histogramas y, con UNCERTAINTY, si los errores previstos eran correctos.</translation>
    </message>
    <message>
        <source>Generated layer</source>
        <translation>Capa generada</translation>
    </message>
    <message>
        <source>What is to be assessed; its grid is the one used.</source>
        <translation>Lo que se evalúa; se usa su malla.</translation>
    </message>
    <message>
        <source>Reference layer</source>
        <translation>Capa de referencia</translation>
    </message>
    <message>
        <source>What is taken as the truth, in any grid and CRS.</source>
        <translation>Lo que se toma por verdad, en cualquier malla y SRC.</translation>
    </message>
    <message>
        <source>The MASK of &quot;Remove clouds&quot;: 1 = generated, 0 = kept.</source>
        <translation>La MASK de «Quitar nubes»: 1 = generado, 0 = conservado.</translation>
    </message>
    <message>
        <source>The UNCERTAINTY of the same run, in its units.</source>
        <translation>La UNCERTAINTY de la misma ejecución, en sus unidades.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <source>An HTML page with tables, pictures and plots.</source>
        <translation>Una página HTML con tablas, imágenes y gráficos.</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Métricas</translation>
    </message>
    <message>
        <source>All numbers by area and band, as JSON.</source>
        <translation>Todas las cifras por área y banda, en JSON.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Says what this installation can do: versions, devices that really load, models, the install line.</source>
        <translation>Dice qué puede esta instalación: versiones, dispositivos que cargan de verdad, modelos, la línea de instalación.</translation>
    </message>
    <message>
        <source>Reports the versions of what the plugin runs on, the execution providers of onnxruntime that really load here (each is tried by opening a session), the shipped models with their hashes and cards, and the exact line that installs onnxruntime for this Python without touching its numpy.

Add the report to any question you ask.</source>
        <translation>Informa de las versiones de aquello sobre lo que funciona el complemento, los proveedores de ejecución de onnxruntime que aquí cargan de verdad (cada uno se prueba abriendo una sesión), los modelos incluidos con sus huellas y fichas, y la línea exacta que instala onnxruntime para este Python sin tocar su numpy.

Adjunte el informe a cualquier pregunta que haga.</translation>
    </message>
    <message>
        <source>The same report as an HTML page. Empty = the log and the outputs alone.</source>
        <translation>El mismo informe como página HTML. Vacío = solo el registro y las salidas.</translation>
    </message>
    <message>
        <source>2 to 30 dates, each a stack of bands in one raster, or a product (.SAFE folder, MTD_MSIL2A.xml or zip). The first gives the grid; the others may differ in extent, CRS and pixel size. Bands are matched by their descriptions (B02, B03, ...).</source>
        <translation>De 2 a 30 fechas, cada una una pila de bandas en un ráster, o un producto (carpeta .SAFE, MTD_MSIL2A.xml o zip). La primera da la malla; las demás pueden diferir en extensión, SRC y tamaño de píxel. Las bandas se emparejan por sus descripciones (B02, B03, ...).</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>La imagen nubosa: una pila de bandas en un ráster, niveles digitales o reflectancia, o un producto entero: la ruta de su carpeta .SAFE, de MTD_MSIL2A.xml dentro de ella, o de su zip.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH, or one of them; float (dB, power or amplitude) or an 8-bit picture. The GeoTIFF of a GRD product is taken as it is, and laid on the map.</source>
        <translation>Retrodispersión con VV y VH, o una de ellas; float (dB, potencia o amplitud) o una imagen de 8 bits. El GeoTIFF de un producto GRD se toma tal cual y se coloca en el mapa.</translation>
    </message>
    <message>
        <source>Only this part of INPUT is processed and written, on its pixel grid. Any CRS; empty = all of INPUT.</source>
        <translation>Solo esta parte de INPUT se procesa y se escribe, en su malla de píxeles. Cualquier SRC; vacío = todo INPUT.</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio (dB)</source>
        <translation>Relación señal-ruido de pico (dB)</translation>
    </message>
    <message>
        <source>Structural similarity</source>
        <translation>Similitud estructural</translation>
    </message>
    <message>
        <source>Spectral angle (degrees)</source>
        <translation>Ángulo espectral (grados)</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>Error absoluto medio</translation>
    </message>
    <message>
        <source>Root mean square error</source>
        <translation>Raíz del error cuadrático medio</translation>
    </message>
    <message>
        <source>Mean absolute error of the NDVI</source>
        <translation>Error absoluto medio del NDVI</translation>
    </message>
    <message>
        <source>Version of SAR2Optical</source>
        <translation>Versión de SAR2Optical</translation>
    </message>
    <message>
        <source>Version of QGIS</source>
        <translation>Versión de QGIS</translation>
    </message>
    <message>
        <source>Version of Python</source>
        <translation>Versión de Python</translation>
    </message>
    <message>
        <source>Version of GDAL</source>
        <translation>Versión de GDAL</translation>
    </message>
    <message>
        <source>Version of numpy</source>
        <translation>Versión de numpy</translation>
    </message>
    <message>
        <source>Version of onnxruntime, or why it cannot be used</source>
        <translation>Versión de onnxruntime, o por qué no se puede usar</translation>
    </message>
    <message>
        <source>Operating system and processors</source>
        <translation>Sistema operativo y procesadores</translation>
    </message>
    <message>
        <source>Execution providers that really load</source>
        <translation>Proveedores de ejecución que cargan de verdad</translation>
    </message>
    <message>
        <source>Line that installs onnxruntime for this Python</source>
        <translation>Línea que instala onnxruntime para este Python</translation>
    </message>
    <message>
        <source>Shipped models with hashes and cards (JSON)</source>
        <translation>Modelos incluidos con huellas y fichas (JSON)</translation>
    </message>
    <message>
        <source>Device that really ran</source>
        <translation>Dispositivo que se usó de verdad</translation>
    </message>
    <message>
        <source>Model that was used</source>
        <translation>Modelo utilizado</translation>
    </message>
    <message>
        <source>SHA-256 of the model file</source>
        <translation>SHA-256 del archivo del modelo</translation>
    </message>
    <message>
        <source>What was decided automatically</source>
        <translation>Lo que se decidió automáticamente</translation>
    </message>
    <message>
        <source>Pixels with data</source>
        <translation>Píxeles con datos</translation>
    </message>
    <message>
        <source>Pixels that were generated</source>
        <translation>Número de píxeles generados</translation>
    </message>
    <message>
        <source>Seconds that the run took</source>
        <translation>Segundos que duró la ejecución</translation>
    </message>
    <message>
        <source>Pixels that were compared</source>
        <translation>Píxeles comparados</translation>
    </message>
    <message>
        <source>Area of these numbers: all pixels, or the generated ones</source>
        <translation>Área de estas cifras: todos los píxeles, o los generados</translation>
    </message>
    <message>
        <source>Only this part of the first layer is processed and written, on its pixel grid. Any CRS; empty = all of the first layer.</source>
        <translation>Solo esta parte de la primera capa se procesa y se escribe, en su malla de píxeles. Cualquier SRC; vacío = toda la primera capa.</translation>
    </message>
    <message>
        <source>Number of shipped models</source>
        <translation>Número de modelos incluidos</translation>
    </message>
    <message>
        <source>Values are reflectance or picture values, 0 to 1. PSNR has the peak 1; SSIM is that of Wang et al. 2004 with a Gaussian window of 11 pixels.</source>
        <translation>Los valores son reflectancia o valores de imagen, de 0 a 1. El PSNR tiene el pico 1; el SSIM es el de Wang et al. 2004 con una ventana gaussiana de 11 píxeles.</translation>
    </message>
    <message>
        <source>All pixels</source>
        <translation>Todos los píxeles</translation>
    </message>
    <message>
        <source>Kept pixels</source>
        <translation>Píxeles conservados</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>referencia</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>generada</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>grados</translation>
    </message>
    <message>
        <source>Mean absolute error of the bands: black 0, bright {high} and more</source>
        <translation>Error absoluto medio de las bandas: negro 0, brillante {high} y más</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valor</translation>
    </message>
    <message>
        <source>share of pixels</source>
        <translation>proporción de píxeles</translation>
    </message>
    <message>
        <source>Every band; on the dashed line both are equal</source>
        <translation>Todas las bandas; en la línea discontinua ambas son iguales</translation>
    </message>
    <message>
        <source>How often each value occurs</source>
        <translation>Con qué frecuencia aparece cada valor</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Píxeles</translation>
    </message>
    <message>
        <source>Quality of {layer}</source>
        <translation>Calidad de {layer}</translation>
    </message>
    <message>
        <source>predicted sigma</source>
        <translation>sigma prevista</translation>
    </message>
    <message>
        <source>true error (RMSE)</source>
        <translation>error verdadero (RMSE)</translation>
    </message>
    <message>
        <source>Uncertainty against error: above the line it is too sure</source>
        <translation>Incertidumbre frente a error: por encima de la línea está demasiado segura</translation>
    </message>
    <message>
        <source>{area}, by band</source>
        <translation>{area}, por banda</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Banda</translation>
    </message>
    <message>
        <source>Reference: {layer}</source>
        <translation>Referencia: {layer}</translation>
    </message>
    <message>
        <source>Generated: {layer}</source>
        <translation>Generada: {layer}</translation>
    </message>
    <message>
        <source>Date {number}</source>
        <translation>Fecha {number}</translation>
    </message>
    <message>
        <source>Fetch scenes</source>
        <translation>Traer escenas</translation>
    </message>
    <message>
        <source>Finds and fetches Sentinel-1, Sentinel-2 with cloud masks and land cover of a rectangle and a date.</source>
        <translation>Encuentra y trae Sentinel-1, Sentinel-2 con máscaras de nubes y cobertura del suelo de un rectángulo y una fecha.</translation>
    </message>
    <message>
        <source>Looks for scenes of a rectangle around a date and reads as much of them as lies in it: Sentinel-2 surface reflectance (ten bands, the offset of -1000 taken off where it is in) with its scene classification, Sentinel-1 (gamma0 in dB, terrain-corrected), and ESA WorldCover. Clouds are judged in the rectangle itself by each date&apos;s mask.

Files are named and described so that all other algorithms find dates and masks by themselves, and carry where they come from and under which licence. A run that was broken off goes on where it ended.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Busca escenas de un rectángulo en torno a una fecha y lee de ellas lo que cae dentro: reflectancia de superficie de Sentinel-2 (diez bandas, el desplazamiento de -1000 quitado donde está) con su clasificación, Sentinel-1 (gamma0 en dB, corregido del relieve) y ESA WorldCover. Las nubes se juzgan en el propio rectángulo por la máscara de cada fecha.

Los archivos se nombran y describen de modo que todos los demás algoritmos encuentran por sí mismos fechas y máscaras, y dicen de dónde vienen y bajo qué licencia. Una ejecución interrumpida sigue donde terminó.

Este algoritmo abre conexiones, al catálogo elegido y a los almacenes de sus imágenes, por el proxy y los certificados de QGIS.</translation>
    </message>
    <message>
        <source>Picture of a place</source>
        <translation>Imagen de un lugar</translation>
    </message>
    <message>
        <source>Draw a rectangle, choose a date: finds and fetches what it takes, and makes the picture of that day.</source>
        <translation>Dibuje un rectángulo, elija una fecha: encuentra y trae lo que hace falta, y hace la imagen de ese día.</translation>
    </message>
    <message>
        <source>Looks at what there is of a rectangle around a date, and takes the way to its picture that is likely to err least: the image of the day where it is clear; that image with its clouds removed, with radar and a clear image of another date; a composite of several dates in the look of that day; or, where all is under cloud, colours learned from an older clear image and put where the radar of the day says. Where more than one way is open, each is tried on a small window, and the one that predicts the least error is taken. WAY overrules it.

HOW says in a few sentences what was found and what was done. SOURCE tells which pixels were measured and when, UNCERTAINTY how far off the others may be. The scenes stay in FOLDER for the other algorithms.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Mira qué hay de un rectángulo en torno a una fecha, y toma hacia su imagen el camino que probablemente menos yerra: la imagen del día donde está despejada; esa imagen sin sus nubes, con radar y una imagen despejada de otra fecha; un compuesto de varias fechas con el aspecto de ese día; o, donde todo está bajo nubes, colores aprendidos de una imagen despejada anterior y puestos donde dice el radar del día. Donde hay más de un camino abierto, cada uno se prueba en una ventana pequeña, y se toma el que predice el menor error. WAY se impone.

HOW dice en unas frases qué se encontró y qué se hizo. SOURCE dice qué píxeles se midieron y cuándo, UNCERTAINTY cuánto pueden errar los otros. Las escenas quedan en FOLDER para los demás algoritmos.

Este algoritmo abre conexiones, al catálogo elegido y a los almacenes de sus imágenes, por el proxy y los certificados de QGIS.</translation>
    </message>
    <message>
        <source>Pictures of a place</source>
        <translation>Imágenes de un lugar</translation>
    </message>
    <message>
        <source>Sentinel-2 of the date</source>
        <translation>Sentinel-2 de la fecha</translation>
    </message>
    <message>
        <source>Cloud mask of the date</source>
        <translation>Máscara de nubes de la fecha</translation>
    </message>
    <message>
        <source>Sentinel-1 of the date</source>
        <translation>Sentinel-1 de la fecha</translation>
    </message>
    <message>
        <source>Clear Sentinel-2 of another date</source>
        <translation>Sentinel-2 despejado de otra fecha</translation>
    </message>
    <message>
        <source>Sentinel-1 of that other date</source>
        <translation>Sentinel-1 de esa otra fecha</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Cobertura del suelo</translation>
    </message>
    <message>
        <source>Sentinel-2 of all dates</source>
        <translation>Sentinel-2 de todas las fechas</translation>
    </message>
    <message>
        <source>Their cloud masks</source>
        <translation>Sus máscaras de nubes</translation>
    </message>
    <message>
        <source>How it was made, in a few sentences</source>
        <translation>Cómo se hizo, en unas frases</translation>
    </message>
    <message>
        <source>The way that was taken</source>
        <translation>El camino que se tomó</translation>
    </message>
    <message>
        <source>The day that the picture shows</source>
        <translation>El día que muestra la imagen</translation>
    </message>
    <message>
        <source>What was found, a line each</source>
        <translation>Lo que se encontró, una línea cada uno</translation>
    </message>
    <message>
        <source>The rectangle, in any CRS. Scenes come on whole pixels of the UTM zone of its middle.</source>
        <translation>El rectángulo, en cualquier SRC. Las escenas vienen en píxeles enteros de la zona UTM de su centro.</translation>
    </message>
    <message>
        <source>The day that is wanted, such as 2024-07-25.</source>
        <translation>El día que se quiere, como 2024-07-25.</translation>
    </message>
    <message>
        <source>Days before and after</source>
        <translation>Días antes y después</translation>
    </message>
    <message>
        <source>How far around DATE scenes are looked for: two whole numbers, such as 30,10. A clear reference is looked for up to 400 days away.</source>
        <translation>Hasta dónde en torno a DATE se buscan escenas: dos números enteros, como 30,10. Una referencia despejada se busca hasta a 400 días.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catálogo</translation>
    </message>
    <message>
        <source>Where to look: planetary-computer, earth-search or copernicus; or the URL of a STAC API or of a static catalogue; or a folder with STAC items. Several, separated by commas: what the first lacks is looked for in the next.</source>
        <translation>Dónde buscar: planetary-computer, earth-search o copernicus; o la URL de una API STAC o de un catálogo estático; o una carpeta con elementos STAC. Varios, separados por comas: lo que falta en el primero se busca en el siguiente.</translation>
    </message>
    <message>
        <source>Scenes go into a folder of their place inside this one. What lies there whole is not fetched again.</source>
        <translation>Las escenas van a una carpeta de su lugar dentro de esta. Lo que allí está entero no se trae otra vez.</translation>
    </message>
    <message>
        <source>Metres. Coarser pixels are read from overviews, which is quicker.</source>
        <translation>Metros. Los píxeles más gruesos se leen de las vistas generales, lo que es más rápido.</translation>
    </message>
    <message>
        <source>An authentication of QGIS, where the catalogue asks for one: user and password or an API header; for the Copernicus Data Space the two S3 keys as user and password.</source>
        <translation>Una autenticación de QGIS, donde el catálogo la pide: usuario y contraseña o una cabecera de API; para el Copernicus Data Space las dos claves S3 como usuario y contraseña.</translation>
    </message>
    <message>
        <source>Land cover from</source>
        <translation>Cobertura del suelo desde</translation>
    </message>
    <message>
        <source>Where the files of ESA WorldCover 2021 lie: the public store, a mirror of it, or a folder.</source>
        <translation>Dónde están los archivos de ESA WorldCover 2021: el almacén público, un espejo de él o una carpeta.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Carpeta para las escenas</translation>
    </message>
    <message>
        <source>Pixel size (m)</source>
        <translation>Tamaño de píxel (m)</translation>
    </message>
    <message>
        <source>Account of the catalogue</source>
        <translation>Cuenta del catálogo</translation>
    </message>
    <message>
        <source>What to fetch</source>
        <translation>Qué traer</translation>
    </message>
    <message>
        <source>radar = the pass nearest to DATE. optical = the image nearest to DATE. series = all dates that show enough. reference = the nearest clear image of another date, an older one first. reference-radar = the radar of its date, of the same orbit. landcover = ESA WorldCover 2021. Scripts write the words, not their numbers.</source>
        <translation>radar = el paso más cercano a DATE. optical = la imagen más cercana a DATE. series = todas las fechas que muestran bastante. reference = la imagen despejada más cercana de otra fecha, primero una anterior. reference-radar = el radar de su fecha, de la misma órbita. landcover = ESA WorldCover 2021. Los scripts escriben las palabras, no sus números.</translation>
    </message>
    <message>
        <source>How much of the rectangle a date of the series may hide, clouds, shadows and missing data together.</source>
        <translation>Cuánto del rectángulo puede ocultar una fecha de la serie, nubes, sombras y datos que faltan juntos.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle and megabytes, and fetches nothing.</source>
        <translation>Lista fechas, nubes en el rectángulo y megabytes, y no trae nada.</translation>
    </message>
    <message>
        <source>Adds every fetched raster as a layer, in natural colours where it has them.</source>
        <translation>Añade cada ráster traído como capa, en colores naturales donde los tiene.</translation>
    </message>
    <message>
        <source>The same list as JSON, with files, dates, clouds, items and catalogues. Empty = scenes.json beside the scenes.</source>
        <translation>La misma lista en JSON, con archivos, fechas, nubes, elementos y catálogos. Vacío = scenes.json junto a las escenas.</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>Número de escenas</translation>
    </message>
    <message>
        <source>Megabytes, about</source>
        <translation>Megabytes, aproximadamente</translation>
    </message>
    <message>
        <source>Most cloud (%)</source>
        <translation>Nubes como máximo (%)</translation>
    </message>
    <message>
        <source>Only list what there is</source>
        <translation>Solo listar lo que hay</translation>
    </message>
    <message>
        <source>Add the scenes to the map</source>
        <translation>Añadir las escenas al mapa</translation>
    </message>
    <message>
        <source>List of the scenes</source>
        <translation>Lista de las escenas</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Camino</translation>
    </message>
    <message>
        <source>auto = the one with the least predicted error. optical = a clear image as it was taken. clouds = an image with its clouds removed. composite = several dates. radar = SAR to optical. Scripts write the word, not its number.</source>
        <translation>auto = el del menor error predicho. optical = una imagen despejada tal como se tomó. clouds = una imagen sin sus nubes. composite = varias fechas. radar = SAR a óptico. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle, megabytes and the way that would be taken; makes nothing.</source>
        <translation>Lista fechas, nubes en el rectángulo, megabytes y el camino que se tomaría; no hace nada.</translation>
    </message>
    <message>
        <source>Method of cloud removal</source>
        <translation>Método de eliminación de nubes</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels plus a trained correction. regression = the fit alone: needs no onnxruntime. Scripts write the word, not its number.</source>
        <translation>network = el ajuste sobre los píxeles despejados más una corrección aprendida. regression = solo el ajuste: no necesita onnxruntime. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Ten bands of reflectance x 10000; red, green, blue and alpha where radar alone sees the day.</source>
        <translation>Diez bandas de reflectancia x 10000; rojo, verde, azul y alfa donde solo el radar ve el día.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the picture, 0 where it was measured on the day; float32, nodata -9999.</source>
        <translation>Una desviación típica en las unidades de la imagen, 0 donde se midió ese día; float32, nodata -9999.</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of its date (0 = generated), how many dates show the pixel, days from DATE (of a composite: from its own date); nodata -32768.</source>
        <translation>Tres bandas, 16-bit: el número de su fecha (0 = generado), cuántas fechas muestran el píxel, días desde DATE (de un compuesto: desde su propia fecha); nodata -32768.</translation>
    </message>
    <message>
        <source>What numpy multiplies matrices with</source>
        <translation>Con qué multiplica numpy las matrices</translation>
    </message>
    <message>
        <source>Codecs that GDAL reads</source>
        <translation>Códecs que GDAL lee</translation>
    </message>
    <message>
        <source>Area to write</source>
        <translation>Área que se escribe</translation>
    </message>
    <message>
        <source>Polygons outside of which the results hold no data, in any CRS; a layer, or the features selected in it. All of INPUT teaches nonetheless, and is counted. Empty = everything. EXTENT limits what is read and saves time.</source>
        <translation>Polígonos fuera de los cuales los resultados no tienen datos, en cualquier SRC; una capa, o los objetos seleccionados en ella. Aun así se aprende de todo INPUT, y se cuenta. Vacío = todo. EXTENT limita lo que se lee y ahorra tiempo.</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Compresión</translation>
    </message>
    <message>
        <source>deflate = every program reads it. zstd = as small, written in a third of the time; some builds of QGIS for macOS cannot open it. none = quickest, and large. Scripts write the word, not its number.</source>
        <translation>deflate = lo lee cualquier programa. zstd = igual de pequeño, escrito en un tercio del tiempo; algunas versiones de QGIS para macOS no pueden abrirlo. none = lo más rápido, y grande. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Agua</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>Bosque</translation>
    </message>
    <message>
        <source>Green: fields, meadows, shrubs</source>
        <translation>Verde: campos, prados, arbustos</translation>
    </message>
    <message>
        <source>Bare ground</source>
        <translation>Suelo desnudo</translation>
    </message>
    <message>
        <source>Built-up</source>
        <translation>Construido</translation>
    </message>
    <message>
        <source>Snow and ice</source>
        <translation>Nieve y hielo</translation>
    </message>
    <message>
        <source>Turns a Sentinel-1 layer (VV and VH, or one of them) into the natural-colour picture that an optical satellite might have taken. The grid of the result is the grid of INPUT; nodata stays nodata.

The radar says little about colour on its own: name the land cover of the scene, or give an ESA WorldCover raster, and the colours become much better.

An older clear Sentinel-2 layer of the ground as REFERENCE is better still: the scene itself then teaches which colours belong to its radar, and the network&apos;s estimate counts beside it. Where the ground has changed since, the picture follows the radar; elsewhere it keeps the older picture&apos;s own detail. REFERENCE_SAR, radar of the date of REFERENCE, shows changes more surely.

COVER names the ground as the radar shows it today: water, forest, green, bare, built or snow, and how sure that is. A flood is water there and in the picture, whatever an older map says.

The result is generated, not measured: it shows what is likely. UNCERTAINTY tells, pixel by pixel, how far off it may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Convierte una capa Sentinel-1 (VV y VH, o una de ellas) en la imagen en color natural que un satélite óptico podría haber tomado. La malla del resultado es la de INPUT; los píxeles sin datos siguen sin datos.

Por sí solo, el radar dice poco del color: indique la cobertura de la escena, o dé un ráster ESA WorldCover, y los colores mejoran mucho.

Una capa Sentinel-2 clara anterior del mismo terreno como REFERENCE es aún mejor: la propia escena enseña entonces qué colores corresponden a su radar, y la estimación de la red cuenta a su lado. Donde el suelo ha cambiado desde entonces, la imagen sigue al radar; en lo demás conserva el detalle de la imagen anterior. REFERENCE_SAR, el radar de la fecha de REFERENCE, muestra los cambios con más seguridad.

COVER nombra el suelo como el radar lo muestra hoy: agua, bosque, verde, desnudo, construido o nieve, y con qué seguridad. Una inundación es agua ahí y en la imagen, diga lo que diga un mapa más antiguo.

El resultado es generado, no medido: muestra lo que es probable. UNCERTAINTY dice, píxel a píxel, cuánto puede desviarse. Cada salida lleva el modelo, su huella, las entradas y el dispositivo en sus metadatos.</translation>
    </message>
    <message>
        <source>realistic = the colours that are most likely, with the radar&apos;s own structure and the contrast of a real picture: to read the ground by eye. natural = the mean of all that is possible: the least error, and flat; to measure with, and what UNCERTAINTY is about. colorized = natural&apos;s colours over the radar&apos;s own fine structure. vivid = that with more contrast: wrong colours are wronger, too. Scripts write the word, not its number.</source>
        <translation>realistic = los colores más probables, con la estructura propia del radar y el contraste de una imagen real: para leer el terreno a ojo. natural = la media de todo lo posible: el mínimo error, y plana; para medir, y de lo que trata UNCERTAINTY. colorized = los colores de natural sobre la estructura fina del radar. vivid = eso con más contraste: lo equivocado se equivoca más también. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Cover of the ground</source>
        <translation>Cubierta del suelo</translation>
    </message>
    <message>
        <source>The most likely cover, 8-bit: 1 water, 2 forest, 3 green, 4 bare, 5 built, 6 snow; band 2 is its probability in percent; 0 where INPUT has no data. It needs a model that tells cover apart.</source>
        <translation>La cubierta más probable, 8 bits: 1 agua, 2 bosque, 3 verde, 4 desnudo, 5 construido, 6 nieve; la banda 2 es su probabilidad en porcentaje; 0 donde INPUT no tiene datos. Necesita un modelo que distinga cubiertas.</translation>
    </message>
    <message>
        <source>Legend of the land cover</source>
        <translation>Leyenda de la cobertura del suelo</translation>
    </message>
    <message>
        <source>auto = told from the codes, their names and colours, the place and the name of the layer; the log says which it is. Scripts write the word, not its number.</source>
        <translation>auto = reconocida por los códigos, sus nombres y colores, el lugar y el nombre de la capa; el registro dice cuál es. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Clear layers of other dates</source>
        <translation>Capas despejadas de otras fechas</translation>
    </message>
    <message>
        <source>One or several images of the place, best before and after, of any sensor, bands, grid and CRS: their bands teach what lies under the clouds. They need not look alike, and are never copied. What clouds hide in one of them (REFERENCE_MASKS, or nodata) the others tell.</source>
        <translation>Una o varias imágenes del lugar, mejor de antes y de después, de cualquier sensor, bandas, malla y SRC: sus bandas enseñan lo que hay bajo las nubes. No tienen que parecerse y nunca se copian. Lo que las nubes ocultan en una de ellas (REFERENCE_MASKS, o sin datos) lo dicen las otras.</translation>
    </message>
    <message>
        <source>Layers that no cloud hides</source>
        <translation>Capas que ninguna nube oculta</translation>
    </message>
    <message>
        <source>Rasters that no cloud hides: annual embeddings (AlphaEarth, TESSERA), elevation and slope, land cover, statistics of a year. Any grid, CRS, type and number of bands; a few principal components stand for all of them, and what does not help on clear pixels is left out.</source>
        <translation>Ráster que ninguna nube oculta: incrustaciones anuales (AlphaEarth, TESSERA), elevación y pendiente, cobertura del suelo, estadísticas de un año. Cualquier malla, SRC, tipo y número de bandas; unas pocas componentes principales las representan todas, y lo que no ayuda en los píxeles despejados se deja fuera.</translation>
    </message>
    <message>
        <source>Cloud masks of those other dates</source>
        <translation>Máscaras de nubes de esas otras fechas</translation>
    </message>
    <message>
        <source>One for each layer of REFERENCE, of the same MASK_TYPE as SCL. Matched by the dates in their names where every one tells it, else by order. Empty = where a layer has data it is clear.</source>
        <translation>Una por cada capa de REFERENCE, del mismo MASK_TYPE que SCL. Se asocian por las fechas de sus nombres si todos la llevan; si no, por orden. Vacío = donde una capa tiene datos está despejada.</translation>
    </message>
    <message>
        <source>What the fit leaves over</source>
        <translation>Lo que deja el ajuste</translation>
    </message>
    <message>
        <source>How the error of the fit at clear pixels is carried under the clouds. pushpull = by place alone, quick. kriging = by place and likeness in SAR, REFERENCE and COVARIATES: some 5 to 10 percent less error, for several times the time of the fit. auto = kriging for images of up to 4 million pixels. Scripts write the word, not its number.</source>
        <translation>Cómo se lleva bajo las nubes el error del ajuste en los píxeles despejados. pushpull = solo por el lugar, rápido. kriging = por lugar y semejanza en SAR, REFERENCE y COVARIATES: de un 5 a un 10 por ciento menos de error, por varias veces el tiempo del ajuste. auto = kriging para imágenes de hasta 4 millones de píxeles. En los scripts se escribe la palabra, no su número.</translation>
    </message>
    <message>
        <source>Thick cloud</source>
        <translation>Nube densa</translation>
    </message>
    <message>
        <source>Thin cloud</source>
        <translation>Nube fina</translation>
    </message>
    <message>
        <source>Cloud shadow</source>
        <translation>Sombra de nube</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Despejado</translation>
    </message>
    <message>
        <source>Fills what clouds and their shadows hide in a Sentinel-2 layer, and finds them itself where no mask is given. Grid, bands, order, data type and scale stay those of INPUT, and every pixel that the mask calls clear leaves bit for bit as it came in.

The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.

The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Rellena lo que las nubes y sus sombras ocultan en una capa Sentinel-2, y las encuentra por sí mismo donde no se da máscara. Cuadrícula, bandas, orden, tipo de datos y escala siguen siendo los de INPUT, y cada píxel que la máscara da por despejado sale bit a bit como entró.

La estimación se aprende de los píxeles despejados de la misma imagen (METHOD regression; cualquier sensor, cualesquiera bandas, sin modelo); METHOD network añade lo que sabe una red entrenada. Ayuda una capa Sentinel-1 de una fecha parecida.

Los píxeles bajo las nubes se generan, no se miden. MASK dice cuáles, UNCERTAINTY cuánto pueden desviarse. Cada salida lleva el modelo, su huella, las entradas y el dispositivo en sus metadatos.</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, or in the same .SAFE product; without any, clouds are found in the pixels.</source>
        <translation>La clasificación de escena del mismo producto, u otra máscara según MASK_TYPE. Su cuadrícula y su SRC pueden diferir de los de INPUT. Vacío = la SCL junto a INPUT, por su nombre, o en el mismo producto .SAFE; si no hay ninguna, las nubes se buscan en los píxeles.</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. auto = clouds are found in the pixels, whatever mask is there. Scripts write the word, not its number.</source>
        <translation>scl = clasificación de escena de Sentinel-2. binary = 1 es nube. omnicloudmask = 1 densa, 2 fina, 3 sombra. fmask = códigos de Fmask. probability = 0..100 por ciento. auto = las nubes se buscan en los píxeles, haya la máscara que haya. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Put the mask right</source>
        <translation>Corregir la máscara</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. For exact masks off; for masks that may err correct, which makes the better picture then. Scripts write the word, not its number.</source>
        <translation>Qué dicen los píxeles donde se da una máscara. off = nada. add = también se ocultan las nubes y sombras que le faltan. correct = y lo que muestran despejado deja de ocultarse. Con máscaras exactas off; con máscaras que pueden errar correct, que entonces da la mejor imagen. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>The scene classification of each layer, or another mask as MASK_TYPE says. Matched by the date in name or metadata where every one tells it, else by order; the log says how. Empty = clouds are found in the pixels.</source>
        <translation>La clasificación de escena de cada capa, u otra máscara según MASK_TYPE. Se emparejan por la fecha del nombre o de los metadatos si todas la dicen, si no por orden; el registro dice cómo. Vacío = las nubes se buscan en los píxeles.</translation>
    </message>
    <message>
        <source>Put the masks right</source>
        <translation>Corregir las máscaras</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Máscara de nubes</translation>
    </message>
    <message>
        <source>Finds clouds and their shadows in the pixels of an optical image, and puts a bad mask right.</source>
        <translation>Encuentra nubes y sus sombras en los píxeles de una imagen óptica, y corrige una mala máscara.</translation>
    </message>
    <message>
        <source>Tells thick cloud, thin cloud and cloud shadow from clear ground by the pixels alone: Sentinel-2 (L1C or L2A), or any image of reflectance with blue, green and red; near infrared and short-wave infrared help.

A scene classification (SCL) or another mask that came with the image is a hint: it is kept where the pixels do not contradict it. The log says how much was added and taken away.

OUTPUT goes into SCL of &quot;Remove clouds&quot; or &quot;Cloud-free composite&quot; with MASK_TYPE omnicloudmask. Both find clouds by themselves where no mask is given. Even haze all over an image, and snow under cloud, may be missed.</source>
        <translation>Distingue nube densa, nube fina y sombra de nube del suelo despejado solo por los píxeles: Sentinel-2 (L1C o L2A), o cualquier imagen de reflectancia con azul, verde y rojo; ayudan el infrarrojo cercano y el de onda corta.

Una clasificación de escena (SCL) u otra máscara que vino con la imagen es una pista: se conserva donde los píxeles no la contradicen. El registro dice cuánto se añadió y cuánto se quitó.

OUTPUT sirve de SCL en &quot;Quitar nubes&quot; o &quot;Compuesto sin nubes&quot; con MASK_TYPE omnicloudmask. Ambos encuentran las nubes por sí mismos donde no se da máscara. Una bruma uniforme en toda la imagen y la nieve bajo nubes pueden escaparse.</translation>
    </message>
    <message>
        <source>Optical layer</source>
        <translation>Capa óptica</translation>
    </message>
    <message>
        <source>The image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>La imagen: una pila de bandas en un ráster, números digitales o reflectancia, o un producto entero: la ruta de su carpeta .SAFE, de MTD_MSIL2A.xml en ella, o de su zip.</translation>
    </message>
    <message>
        <source>Mask to put right (SCL)</source>
        <translation>Máscara que corregir (SCL)</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the pixels alone.</source>
        <translation>La clasificación de escena del mismo producto, u otra máscara según MASK_TYPE. Su cuadrícula y su SRC pueden diferir de los de INPUT. Vacío = solo los píxeles.</translation>
    </message>
    <message>
        <source>Threshold (per cent)</source>
        <translation>Umbral (por ciento)</translation>
    </message>
    <message>
        <source>How probable cloud or shadow must be. Lower finds more thin cloud, and more that is none.</source>
        <translation>Qué probabilidad debe tener la nube o la sombra. Más bajo encuentra más nube fina, y más que no lo es.</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT clouds and shadows grow. The tasks that take the mask grow it by themselves.</source>
        <translation>Cuántos píxeles de INPUT crecen nubes y sombras. Las tareas que toman la máscara la hacen crecer por sí mismas.</translation>
    </message>
    <message>
        <source>Clouds and shadows</source>
        <translation>Nubes y sombras</translation>
    </message>
    <message>
        <source>0 = clear, 1 = thick cloud, 2 = thin cloud, 3 = cloud shadow, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>0 = despejado, 1 = nube densa, 2 = nube fina, 3 = sombra de nube, 255 = sin datos; GeoTIFF de 8 bits.</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Probabilidades</translation>
    </message>
    <message>
        <source>Per cent of cloud (thick or thin), of shadow, and of thin cloud alone; three bands, 8-bit, 255 = no data.</source>
        <translation>Por ciento de nube (densa o fina), de sombra y de nube fina sola; tres bandas, 8 bits, 255 = sin datos.</translation>
    </message>
    <message>
        <source>Masks of all dates</source>
        <translation>Máscaras de todas las fechas</translation>
    </message>
    <message>
        <source>A folder for a mask of each layer, of INPUT and of OTHERS, each helped by the others: on the pixels of INPUT, named after the layers. SCLS of &quot;Cloud-free composite&quot; takes them with MASK_TYPE omnicloudmask.</source>
        <translation>Una carpeta para una máscara de cada capa, de INPUT y de OTHERS, cada una con ayuda de las demás: en los píxeles de INPUT, con el nombre de la capa. SCLS de &quot;Compuesto sin nubes&quot; las toma con MASK_TYPE omnicloudmask.</translation>
    </message>
    <message>
        <source>Calibration of a GRD</source>
        <translation>Calibración de un GRD</translation>
    </message>
    <message>
        <source>Of a Sentinel-1 GRD product with its annotation alone. sigma0 = sigma nought, as the networks know it. gamma0 = gamma nought, which is brighter and falls less towards far range. Scripts write the word, not its number.</source>
        <translation>Solo para un producto GRD de Sentinel-1 con su anotación. sigma0 = sigma cero, como lo conocen las redes. gamma0 = gamma cero, que es más brillante y cae menos hacia el borde lejano. Los scripts escriben la palabra, no su número.</translation>
    </message>
    <message>
        <source>Layers of other dates</source>
        <translation>Capas de otras fechas</translation>
    </message>
    <message>
        <source>The same place on other days of the season, at least two, cloudy or not. Where INPUT leaves doubt, what is brighter than the ground on these days is cloud.</source>
        <translation>El mismo lugar en otros días de la estación, al menos dos, con nubes o sin ellas. Donde INPUT deja dudas, es nube lo que brilla más que el suelo en esos días.</translation>
    </message>
    <message>
        <source>A raster of class codes, in any grid and CRS: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas and others, or one that names its classes in English. It goes before the class above.</source>
        <translation>Un ráster de códigos de clase, en cualquier malla y SRC: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas y otros, o uno que nombre sus clases en inglés. Tiene prioridad sobre la clase de arriba.</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. auto = the mask stays as it is, unless the pixels show that it cannot be right: much that is surely cloud is left, or all is hidden though there is ground to be seen. So is a mask treated that was found beside INPUT and is not named. Scripts write the word, not its number.</source>
        <translation>Qué dicen los píxeles donde se da una máscara. off = nada. add = también se ocultan las nubes y sombras que le faltan. correct = y lo que muestran despejado deja de ocultarse. auto = la máscara queda como está, salvo que los píxeles muestren que no puede ser correcta: queda mucha nube segura, o todo está oculto aunque se ve el suelo. Así se trata también una máscara hallada junto a INPUT que no se nombra. Los scripts escriben la palabra, no su número.</translation>
    </message>
</context>
</TS>
