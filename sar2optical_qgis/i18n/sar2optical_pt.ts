<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>MainWindow</name>
    <message>
        <source>Live preview</source>
        <translation>Pré-visualização ao vivo</translation>
    </message>
    <message>
        <source>SAR2Optical: radar in colour, and clouds gone, as you move the map</source>
        <translation>SAR2Optical: radar a cores e sem nuvens, enquanto move o mapa</translation>
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
        <translation>Falta o onnxruntime: as redes ainda não podem funcionar.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Instalar</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>Picture of a place ...</source>
        <translation>Imagem de um lugar ...</translation>
    </message>
    <message>
        <source>SAR2Optical: draw a rectangle, choose a date, get the picture</source>
        <translation>SAR2Optical: desenhar um retângulo, escolher uma data, obter a imagem</translation>
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
        <translation>Tarefa</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Predefinido</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origem</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamanho</translation>
    </message>
    <message>
        <source>Held-out scores</source>
        <translation>Resultados em locais reservados</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licença</translation>
    </message>
    <message>
        <source>Add ...</source>
        <translation>Adicionar…</translation>
    </message>
    <message>
        <source>Copy an .onnx file that carries a SAR2Optical card into the profile.</source>
        <translation>Copiar para o perfil um ficheiro .onnx que traga uma ficha SAR2Optical.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Delete the chosen model from the profile. Shipped models stay.</source>
        <translation>Apagar do perfil o modelo escolhido. Os modelos incluídos ficam.</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>Tornar predefinido</translation>
    </message>
    <message>
        <source>Take the chosen model for its task wherever MODEL is left empty.</source>
        <translation>Usar o modelo escolhido para a sua tarefa quando MODEL ficar vazio.</translation>
    </message>
    <message>
        <source>onnxruntime ...</source>
        <translation>onnxruntime…</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>incluído</translation>
    </message>
    <message>
        <source>added</source>
        <translation>adicionado</translation>
    </message>
    <message>
        <source>onnxruntime {version} ({devices})</source>
        <translation>onnxruntime {version} ({devices})</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Adicionar um modelo</translation>
    </message>
    <message>
        <source>{name} was added.</source>
        <translation>{name} foi adicionado.</translation>
    </message>
</context>
<context>
    <name>PlaceDialog</name>
    <message>
        <source>Picture of a place</source>
        <translation>Imagem de um lugar</translation>
    </message>
    <message>
        <source>A provider, or the URL of a STAC API, or a folder with STAC items.</source>
        <translation>Um fornecedor, a URL de uma API STAC ou uma pasta com itens STAC.</translation>
    </message>
    <message>
        <source>auto = the way with the least predicted error; the others overrule it.</source>
        <translation>auto = o caminho com o menor erro previsto; os outros prevalecem sobre ele.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catálogo</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Pasta para as cenas</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Caminho</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Cena</translation>
    </message>
    <message>
        <source>Cloud here</source>
        <translation>Nuvens aqui</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Mostrado</translation>
    </message>
    <message>
        <source>Look what there is</source>
        <translation>Ver o que há</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Executar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Draw a rectangle over the place, or take what the map shows.</source>
        <translation>Desenhe um retângulo sobre o lugar, ou tome o que o mapa mostra.</translation>
    </message>
    <message>
        <source>Looking what there is ...</source>
        <translation>Vendo o que há ...</translation>
    </message>
    <message>
        <source>Scenes of a place</source>
        <translation>Cenas de um lugar</translation>
    </message>
    <message>
        <source>Nothing was found. Choose another date, place or catalogue.</source>
        <translation>Nada foi encontrado. Escolha outra data, outro lugar ou outro catálogo.</translation>
    </message>
    <message>
        <source>{count} scenes were found.</source>
        <translation>Foram encontradas {count} cenas.</translation>
    </message>
    <message>
        <source>The folder cannot be made ({reason}). Choose another.</source>
        <translation>A pasta não pode ser criada ({reason}). Escolha outra.</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>Trabalhando ...</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>A execução foi parada.</translation>
    </message>
</context>
<context>
    <name>PreviewDock</name>
    <message>
        <source>SAR2Optical preview</source>
        <translation>Pré-visualização do SAR2Optical</translation>
    </message>
    <message>
        <source>Working ...</source>
        <translation>A trabalhar…</translation>
    </message>
    <message>
        <source>Live preview on the map</source>
        <translation>Pré-visualização ao vivo no mapa</translation>
    </message>
    <message>
        <source>Translate what the map shows, now and after each pan or zoom. The layers stay untouched.</source>
        <translation>Traduzir o que o mapa mostra, agora e após cada deslocação ou zoom. As camadas ficam intactas.</translation>
    </message>
    <message>
        <source>Where the line is. You can drag it on the map as well.</source>
        <translation>Onde está a linha. Também se pode arrastar no mapa.</translation>
    </message>
    <message>
        <source>How much the preview covers the map.</source>
        <translation>Quanto a pré-visualização cobre o mapa.</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Cortina</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacidade</translation>
    </message>
    <message>
        <source>Run on the whole layer ...</source>
        <translation>Executar em toda a camada…</translation>
    </message>
    <message>
        <source>Opens the Processing dialog, filled in with these choices.</source>
        <translation>Abre a janela de Processamento, preenchida com estas escolhas.</translation>
    </message>
    <message>
        <source>Save preview ...</source>
        <translation>Guardar pré-visualização…</translation>
    </message>
    <message>
        <source>Saves the previewed part as a GeoTIFF, marked as generated, and adds it.</source>
        <translation>Guarda a parte mostrada como GeoTIFF, marcada como gerada, e adiciona-a.</translation>
    </message>
    <message>
        <source>Generated at {size} m a pixel in {seconds} s ({device}). Left of the line: your own map.</source>
        <translation>Gerado a {size} m por píxel em {seconds} s ({device}). À esquerda da linha: o seu mapa.</translation>
    </message>
    <message>
        <source>The networks know pixels of 10 to 30 m: at this scale it is a rough guide only.</source>
        <translation>As redes conhecem píxeis de 10 a 30 m: a esta escala é apenas uma indicação grosseira.</translation>
    </message>
    <message>
        <source>Choose a layer to preview.</source>
        <translation>Escolha uma camada para a pré-visualização.</translation>
    </message>
    <message>
        <source>Save preview</source>
        <translation>Guardar pré-visualização</translation>
    </message>
    <message>
        <source>The preview was not saved ({reason}). Choose another folder.</source>
        <translation>A pré-visualização não foi guardada ({reason}). Escolha outra pasta.</translation>
    </message>
    <message>
        <source>{layer}: preview</source>
        <translation>{layer}: pré-visualização</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Guardado como {path}.</translation>
    </message>
    <message>
        <source>A finer picture follows.</source>
        <translation>Segue-se uma imagem mais fina.</translation>
    </message>
</context>
<context>
    <name>PreviewForm</name>
    <message>
        <source>Radar to colour</source>
        <translation>Radar para cores</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Remover nuvens</translation>
    </message>
    <message>
        <source>What to preview: a Sentinel-1 layer in colour, or a cloudy layer without clouds.</source>
        <translation>O que mostrar: uma camada Sentinel-1 a cores ou uma camada nublada sem nuvens.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH or one of them, or a PNG or JPEG radar picture.</source>
        <translation>Retroespalhamento com VV e VH ou um deles, ou uma imagem de radar PNG ou JPEG.</translation>
    </message>
    <message>
        <source>A raster of class codes, such as ESA WorldCover, Dynamic World, Esri, CORINE, NLCD or MapBiomas: it gives the radar its colours.</source>
        <translation>Um raster de códigos de classe, como ESA WorldCover, Dynamic World, Esri, CORINE, NLCD ou MapBiomas: dá ao radar as suas cores.</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it and have no land-cover raster.</source>
        <translation>O que cobre a maior parte da cena, se o souber e não tiver raster de ocupação do solo.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Camada Sentinel-1</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Ocupação do solo</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Ocupação do solo da cena</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Estilo</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster.</source>
        <translation>A imagem nublada: uma pilha de bandas num raster.</translation>
    </message>
    <message>
        <source>What the numbers of the mask mean.</source>
        <translation>O que significam os números da máscara.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date; it helps under thick cloud.</source>
        <translation>Retroespalhamento de data próxima; ajuda sob nuvens densas.</translation>
    </message>
    <message>
        <source>network = the trained network. regression = the fit on the clear pixels alone: quicker.</source>
        <translation>network = a rede treinada. regression = só o ajuste aos píxeis limpos: mais rápido.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Camada Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Máscara de nuvens</translation>
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
        <translation>Escolha uma camada para a pré-visualização.</translation>
    </message>
    <message>
        <source>realistic = what is most likely, with the radar&apos;s own structure: to read the ground. natural = the estimate of least error: flat, for measuring. colorized = that over the radar&apos;s fine structure. vivid = with more contrast still.</source>
        <translation>realistic = o mais provável, com a estrutura do próprio radar: para ler o terreno. natural = a estimativa de erro mínimo: sem contraste, para medir. colorized = esta sobre a estrutura fina do radar. vivid = ainda com mais contraste.</translation>
    </message>
    <message>
        <source>The scene classification (SCL) of the same product, or another cloud mask. Without one, clouds are found in the pixels.</source>
        <translation>A classificação de cena (SCL) do mesmo produto, ou outra máscara de nuvens. Sem ela, as nuvens são encontradas nos píxeis.</translation>
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
        <translation>As redes funcionam com o pacote Python {package}, que o QGIS não traz (cerca de {size} MB). Vai para uma pasta do seu perfil, com o Python deste QGIS; nada mais é alterado, muito menos o numpy.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Instalar</translation>
    </message>
    <message>
        <source>Download the wheels and unpack them into the profile.</source>
        <translation>Descarregar os wheels e descompactá-los no perfil.</translation>
    </message>
    <message>
        <source>Install from a folder of wheels ...</source>
        <translation>Instalar a partir de uma pasta de wheels…</translation>
    </message>
    <message>
        <source>Without any network: choose a folder that holds the .whl files.</source>
        <translation>Sem nenhuma rede: escolha uma pasta com os ficheiros .whl.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Take out what was installed here.</source>
        <translation>Retirar o que foi instalado aqui.</translation>
    </message>
    <message>
        <source>The same by hand: run this line in a terminal, then restart QGIS.</source>
        <translation>O mesmo à mão: execute esta linha num terminal e reinicie o QGIS.</translation>
    </message>
    <message>
        <source>By hand, in a terminal:</source>
        <translation>À mão, num terminal:</translation>
    </message>
    <message>
        <source>Folder of wheels</source>
        <translation>Pasta de wheels</translation>
    </message>
    <message>
        <source>The Python of this QGIS was not found. Use the line below by hand.</source>
        <translation>O Python deste QGIS não foi encontrado. Use a linha abaixo à mão.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. See its words above; check network and proxy.</source>
        <translation>O pip terminou com um erro, nada foi alterado. Veja acima; verifique a rede e o proxy.</translation>
    </message>
    <message>
        <source>onnxruntime {version} is ready ({devices}). No restart is needed.</source>
        <translation>O onnxruntime {version} está pronto ({devices}). Não é preciso reiniciar.</translation>
    </message>
    <message>
        <source>Removed. What is loaded already goes when QGIS is closed.</source>
        <translation>Removido. O que já está carregado sai quando o QGIS fechar.</translation>
    </message>
    <message>
        <source>It was installed, but does not load here ({problem}); so it was taken out again.</source>
        <translation>Foi instalado, mas aqui não carrega ({problem}); por isso foi retirado.</translation>
    </message>
    <message>
        <source>pip ended with an error, nothing was changed. The folder must hold wheels of {names} that fit this system and Python {version}.</source>
        <translation>O pip terminou com um erro, nada foi alterado. A pasta tem de conter wheels de {names} que sirvam para este sistema e o Python {version}.</translation>
    </message>
    <message>
        <source>This Python has no pip, and the folder holds no wheel of it. Put one there.</source>
        <translation>Este Python não tem pip, e a pasta não contém um wheel dele. Coloque lá um.</translation>
    </message>
    <message>
        <source>This Python has no pip: it is downloaded first.</source>
        <translation>Este Python não tem pip: é descarregado primeiro.</translation>
    </message>
    <message>
        <source>pip could not be downloaded. Install it (Debian, Ubuntu: python3-pip), then try again.</source>
        <translation>Não foi possível descarregar o pip. Instale-o (Debian, Ubuntu: python3-pip) e tente de novo.</translation>
    </message>
</context>
<context>
    <name>algorithms</name>
    <message>
        <source>SAR to optical</source>
        <translation>SAR para ótico</translation>
    </message>
    <message>
        <source>Generate optical imagery</source>
        <translation>Gerar imagens óticas</translation>
    </message>
    <message>
        <source>Generates a natural-colour picture from a Sentinel-1 layer.</source>
        <translation>Gera uma imagem em cores naturais a partir de uma camada Sentinel-1.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer</source>
        <translation>Camada Sentinel-1</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandas</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example VV=1,VH=2.</source>
        <translation>auto = encontradas pelas descrições das bandas. Ou indique-as, por exemplo VV=1,VH=2.</translation>
    </message>
    <message>
        <source>Land cover of the scene</source>
        <translation>Ocupação do solo da cena</translation>
    </message>
    <message>
        <source>What covers most of the scene, where you know it; it carries much of the colour. auto = unknown. Scripts write the word, not its number.</source>
        <translation>O que cobre a maior parte da cena, se o souber; muito da cor depende disso. auto = desconhecido. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Land-cover raster</source>
        <translation>Raster de ocupação do solo</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Estilo</translation>
    </message>
    <message>
        <source>Older clear Sentinel-2 layer</source>
        <translation>Camada Sentinel-2 limpa anterior</translation>
    </message>
    <message>
        <source>A clear image of the same ground with bands described as B04, B03, B02, or an 8-bit picture, of any date, grid and CRS. It teaches the colours; STYLE then has no say. Dates in the names of both files tell how far it has aged.</source>
        <translation>Uma imagem limpa do mesmo terreno com bandas descritas como B04, B03, B02, ou uma imagem de 8 bits, de qualquer data, grelha e SRC. Ensina as cores; STYLE deixa então de contar. As datas nos nomes dos dois ficheiros dizem quanto envelheceu.</translation>
    </message>
    <message>
        <source>Sentinel-1 layer of the date of REFERENCE</source>
        <translation>Camada Sentinel-1 da data de REFERENCE</translation>
    </message>
    <message>
        <source>With it, what has changed since is seen as a change of the radar. Any grid and CRS.</source>
        <translation>Com ela, o que mudou desde então vê-se como mudança do radar. Qualquer grelha e SRC.</translation>
    </message>
    <message>
        <source>Extent to process</source>
        <translation>Extensão a processar</translation>
    </message>
    <message>
        <source>Scale of the SAR values</source>
        <translation>Escala dos valores SAR</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. db = decibel. linear = power. amplitude = square root of power. uint8 = a stretched 8-bit picture. Scripts write the word, not its number.</source>
        <translation>auto = reconhecida pelos valores; o registo diz o que foi decidido. db = decibéis. linear = potência. amplitude = raiz quadrada da potência. uint8 = uma imagem de 8 bits realçada. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. Empty = the shipped model for this task. The algorithm &quot;Environment&quot; lists the shipped models.</source>
        <translation>Nome de um modelo incluído no módulo, ou caminho de um ficheiro .onnx que traga uma ficha SAR2Optical. Vazio = o modelo incluído para esta tarefa. O algoritmo «Ambiente» lista os modelos incluídos.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. gpu = the GPU or an error. cpu = the CPU. Scripts write the word, not its number.</source>
        <translation>auto = a GPU onde o onnxruntime a possa usar de facto, senão a CPU, e o registo diz porquê. gpu = a GPU ou um erro. cpu = a CPU. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation>Tamanho do mosaico (píxeis)</translation>
    </message>
    <message>
        <source>Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. 0 = as the method asks for.</source>
        <translation>Lado do quadrado processado de cada vez. Mais pequeno precisa de menos memória; o resultado é o mesmo. 0 = como o método pede.</translation>
    </message>
    <message>
        <source>Tile overlap (pixels)</source>
        <translation>Sobreposição de mosaicos (píxeis)</translation>
    </message>
    <message>
        <source>How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.</source>
        <translation>Quanto os mosaicos entram nos vizinhos, para que não se vejam costuras. -1 = como o método pede.</translation>
    </message>
    <message>
        <source>Optical picture (generated)</source>
        <translation>Imagem ótica (gerada)</translation>
    </message>
    <message>
        <source>8-bit red, green, blue and alpha (0 where INPUT has no data), GeoTIFF on the grid of INPUT.</source>
        <translation>Vermelho, verde, azul e alfa de 8 bits (0 onde INPUT não tem dados), GeoTIFF na grelha de INPUT.</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Incerteza</translation>
    </message>
    <message>
        <source>One standard deviation of red, green and blue in grey levels (0..255), float32, nodata -9999.</source>
        <translation>Um desvio-padrão de vermelho, verde e azul em níveis de cinzento (0..255), float32, sem dados -9999.</translation>
    </message>
    <message>
        <source>Remove clouds</source>
        <translation>Remover nuvens</translation>
    </message>
    <message>
        <source>Replaces clouds and shadows in a Sentinel-2 layer by generated pixels, and leaves all others untouched.</source>
        <translation>Substitui nuvens e sombras de uma camada Sentinel-2 por píxeis gerados e deixa intactos todos os outros.</translation>
    </message>
    <message>
        <source>Sentinel-2 layer</source>
        <translation>Camada Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud mask (SCL)</source>
        <translation>Máscara de nuvens (SCL)</translation>
    </message>
    <message>
        <source>Type of the mask</source>
        <translation>Tipo de máscara</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. Scripts write the word, not its number.</source>
        <translation>scl = classificação de cena Sentinel-2. binary = 1 é nuvem. omnicloudmask = 1 densa, 2 fina, 3 sombra. fmask = códigos Fmask. probability = 0..100 por cento. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Backscatter of about the same date in dB or power (VV, VH), in any grid and CRS. It helps under thick cloud.</source>
        <translation>Retroespalhamento de data próxima em dB ou potência (VV, VH), em qualquer grelha e SRC. Ajuda sob nuvens densas.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels of the image plus a trained correction. regression = that fit alone: needs no model and no onnxruntime, works for any sensor and bands. Scripts write the word, not its number.</source>
        <translation>network = o ajuste aos píxeis limpos da imagem mais uma correção treinada. regression = só esse ajuste: não precisa de modelo nem de onnxruntime, serve para qualquer sensor e bandas. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Mask values to hide</source>
        <translation>Valores da máscara a ocultar</translation>
    </message>
    <message>
        <source>Empty = the usual ones of the mask type (scl: 0,1,3,8,9,10). Or a list such as 3,8,9, or a threshold such as &gt;=40 for a probability.</source>
        <translation>Vazio = os habituais do tipo de máscara (scl: 0,1,3,8,9,10). Ou uma lista como 3,8,9, ou um limiar como &gt;=40 para uma probabilidade.</translation>
    </message>
    <message>
        <source>Grow the mask (pixels)</source>
        <translation>Alargar a máscara (píxeis)</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT the hidden area grows, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>Em quantos píxeis de INPUT cresce a área escondida, pois as máscaras falham as orlas das nuvens. -1 = cerca de 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name them, for example B02=1,B03=2,B04=3,B08=4.</source>
        <translation>auto = encontradas pelas descrições das bandas. Ou indique-as, por exemplo B02=1,B03=2,B04=3,B08=4.</translation>
    </message>
    <message>
        <source>Offset of the Sentinel-2 values</source>
        <translation>Desvio dos valores Sentinel-2</translation>
    </message>
    <message>
        <source>auto = told from the values; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later. Scripts write the word, not its number.</source>
        <translation>auto = reconhecido pelos valores; o registo diz o que foi decidido. none = refletância, ou refletância x 10000. -1000 = números digitais da versão de processamento 04.00 e posteriores. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Cloud-free image (generated)</source>
        <translation>Imagem sem nuvens (gerada)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, bands, data type and scale of INPUT; clear pixels untouched.</source>
        <translation>GeoTIFF com a grelha, as bandas, o tipo de dados e a escala de INPUT; píxeis limpos intactos.</translation>
    </message>
    <message>
        <source>Generated pixels</source>
        <translation>Píxeis gerados</translation>
    </message>
    <message>
        <source>1 = generated, 0 = kept, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>1 = gerado, 0 = mantido, 255 = sem dados; GeoTIFF de 8 bits.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of INPUT, one band for each of its bands, 0 where kept; float32, nodata -9999.</source>
        <translation>Um desvio-padrão nas unidades de INPUT, uma banda para cada uma das suas, 0 onde é mantido; float32, sem dados -9999.</translation>
    </message>
    <message>
        <source>Cloud-free composite</source>
        <translation>Compósito sem nuvens</translation>
    </message>
    <message>
        <source>Makes one cloud-free Sentinel-2 layer of the date that you want out of 2 to 30 cloudy dates.</source>
        <translation>Faz uma camada Sentinel-2 sem nuvens da data pretendida a partir de 2 a 30 datas nubladas.</translation>
    </message>
    <message>
        <source>Brings Sentinel-2 layers of several dates and their cloud masks together into one clean layer of TARGET_DATE. Grid, data type and scale are those of the first layer; the bands are those that all layers have.

METHOD regression keeps every clear pixel of the target date as it came, and fills what is hidden there with what the other dates say of it, brought to the look of the target date by a fit on its clear pixels. It needs no model and no onnxruntime. METHOD timegate lets a trained network improve that. Where the target date is wholly hidden the median takes the place of the fit, and the log says so. The other methods copy or average pixels of the dates as they are: colours of different seasons may stand side by side.

Filled pixels are generated, not measured on the target date. SOURCE tells for each pixel which date it is mostly of, how many dates show it, and how many days that date is away; UNCERTAINTY how far off it may be. Every output carries the dates, the inputs and the decisions in its metadata.</source>
        <translation>Reúne camadas Sentinel-2 de várias datas e as suas máscaras de nuvens numa só camada limpa de TARGET_DATE. Grelha, tipo de dados e escala são os da primeira camada; as bandas são as que todas as camadas têm.

METHOD regression mantém cada píxel limpo da data pretendida tal como veio e preenche o que aí está escondido com o que dizem as outras datas, levado ao aspeto da data pretendida por um ajuste aos seus píxeis limpos. Não precisa de modelo nem de onnxruntime. METHOD timegate deixa uma rede treinada melhorá-lo. Onde a data pretendida está toda escondida, a mediana toma o lugar do ajuste, e o registo di-lo. Os outros métodos copiam ou fazem a média de píxeis das datas tal como são: podem ficar lado a lado cores de estações diferentes.

Os píxeis preenchidos são gerados, não medidos na data pretendida. SOURCE diz de cada píxel de que data é sobretudo, quantas datas o mostram e a quantos dias está essa data; UNCERTAINTY, quanto pode falhar. Cada saída traz as datas, as entradas e as decisões nos metadados.</translation>
    </message>
    <message>
        <source>Sentinel-2 layers</source>
        <translation>Camadas Sentinel-2</translation>
    </message>
    <message>
        <source>Cloud masks (SCL)</source>
        <translation>Máscaras de nuvens (SCL)</translation>
    </message>
    <message>
        <source>Type of the masks</source>
        <translation>Tipo das máscaras</translation>
    </message>
    <message>
        <source>Date wanted</source>
        <translation>Data desejada</translation>
    </message>
    <message>
        <source>The date whose picture is made, such as 2024-05-17. Empty = the latest of INPUTS; without a layer of that day the nearest one takes its place.</source>
        <translation>A data cuja imagem é feita, por exemplo 2024-05-17. Vazio = a mais recente de INPUTS; sem uma camada desse dia, a mais próxima toma o seu lugar.</translation>
    </message>
    <message>
        <source>regression = the target date, its hidden pixels estimated from the other dates by a fit. timegate = a network on top of that, which weighs the dates pixel by pixel; it needs onnxruntime. median = middle of all clear looks. medoid = the look nearest to it. leastcloudy = the clearest date first. lastclear = the latest clear look up to the target date. Scripts write the word, not its number.</source>
        <translation>regression = a data pretendida, com os seus píxeis escondidos estimados a partir das outras datas por um ajuste. timegate = além disso, uma rede que pondera as datas píxel a píxel; precisa de onnxruntime. median = o meio de todas as vistas limpas. medoid = a vista mais próxima dele. leastcloudy = primeiro a data mais limpa. lastclear = a última vista limpa até à data pretendida. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Sentinel-1 layers</source>
        <translation>Camadas Sentinel-1</translation>
    </message>
    <message>
        <source>Backscatter in dB or power (VV, VH), any grid and CRS. METHOD regression uses the one nearest to the target date.</source>
        <translation>Retroespalhamento em dB ou potência (VV, VH), qualquer grelha e SRC. METHOD regression usa a mais próxima da data pretendida.</translation>
    </message>
    <message>
        <source>Dates of the layers</source>
        <translation>Datas das camadas</translation>
    </message>
    <message>
        <source>One for each layer of INPUTS, in order, such as 2024-05-17,2024-05-22. Empty = from file names (20240517 or 2024-05-17), product folders, or metadata.</source>
        <translation>Uma por cada camada de INPUTS, por ordem, por exemplo 2024-05-17,2024-05-22. Vazio = dos nomes dos ficheiros (20240517 ou 2024-05-17), das pastas de produto ou dos metadados.</translation>
    </message>
    <message>
        <source>Pixels hidden on every date</source>
        <translation>Píxeis ocultos em todas as datas</translation>
    </message>
    <message>
        <source>interpolate = filled from their surroundings, with high uncertainty. nodata = left out. Scripts write the word, not its number.</source>
        <translation>interpolate = preenchidos a partir da vizinhança, com grande incerteza. nodata = deixados de fora. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Grow the masks (pixels)</source>
        <translation>Alargar as máscaras (píxeis)</translation>
    </message>
    <message>
        <source>By how many pixels of the first layer the hidden areas grow, since masks miss the rims of clouds. -1 = about 60 m.</source>
        <translation>Em quantos píxeis da primeira camada crescem as áreas escondidas, pois as máscaras falham as orlas das nuvens. -1 = cerca de 60 m.</translation>
    </message>
    <message>
        <source>auto = found by the band descriptions. Or name those to use, for example B02=1,B03=2,B04=3,B08=4, the same in all layers.</source>
        <translation>auto = encontradas pelas descrições das bandas. Ou indique as que se usam, por exemplo B02=1,B03=2,B04=3,B08=4, as mesmas em todas as camadas.</translation>
    </message>
    <message>
        <source>auto = told from the values of each layer; the log says what was decided. none = reflectance, or reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later, in all layers. Scripts write the word, not its number.</source>
        <translation>auto = reconhecido pelos valores de cada camada; o registo diz o que foi decidido. none = refletância, ou refletância x 10000. -1000 = números digitais da versão de processamento 04.00 e posteriores, em todas as camadas. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Cloud-free composite (generated)</source>
        <translation>Compósito sem nuvens (gerado)</translation>
    </message>
    <message>
        <source>GeoTIFF with the grid, data type and scale of the first layer and the bands that all layers have.</source>
        <translation>GeoTIFF com a grelha, o tipo de dados e a escala da primeira camada e as bandas que todas as camadas têm.</translation>
    </message>
    <message>
        <source>Source of each pixel</source>
        <translation>Origem de cada píxel</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of the date with the largest weight (1 = the first of INPUTS, 0 = hidden on every date), how many dates show the pixel, days from the target date; nodata -32768.</source>
        <translation>Três bandas, 16 bits: o número da data de maior peso (1 = a primeira de INPUTS, 0 = escondido em todas as datas), quantas datas mostram o píxel, dias até à data pretendida; sem dados -32768.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the first layer, one band for each of OUTPUT, 0 where a pixel is the target date&apos;s own; float32, nodata -9999.</source>
        <translation>Um desvio-padrão nas unidades da primeira camada, uma banda para cada uma de OUTPUT, 0 onde o píxel é o da própria data pretendida; float32, sem dados -9999.</translation>
    </message>
    <message>
        <source>Assess quality</source>
        <translation>Avaliar a qualidade</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Ferramentas</translation>
    </message>
    <message>
        <source>Compares a generated layer with a reference: numbers by band and area, and a report with pictures.</source>
        <translation>Compara uma camada gerada com uma referência: números por banda e área, e um relatório com imagens.</translation>
    </message>
    <message>
        <source>Measures how far a generated layer is off a reference, such as a clear image of the same days: PSNR, SSIM, spectral angle, mean absolute error, RMSE and the error of the NDVI, for each band, over all pixels and, where MASK is given, over the generated and the kept pixels apart.

Bands are compared by their descriptions, else in their order; reflectance, or pictures as pictures. The reference is resampled onto the grid of the generated layer.

The numbers are outputs of the algorithm and in METRICS (JSON). The report shows both layers, where they differ, a scatter plot, histograms and, with UNCERTAINTY, whether the predicted errors were right.</source>
        <translation>Mede quanto uma camada gerada se afasta de uma referência, como uma imagem limpa dos mesmos dias: PSNR, SSIM, ângulo espetral, erro absoluto médio, RMSE e o erro do NDVI, para cada banda, sobre todos os píxeis e, se MASK for dada, em separado sobre os gerados e os mantidos.

As bandas são comparadas pelas suas descrições, senão pela ordem; como refletância, ou as imagens como imagens. A referência é reamostrada na grelha da camada gerada.

Os números são saídas do algoritmo e estão em METRICS (JSON). O relatório mostra ambas as camadas, onde diferem, um diagrama de dispersão, histogramas e, com UNCERTAINTY, se os erros previstos estavam certos.</translation>
    </message>
    <message>
        <source>Generated layer</source>
        <translation>Camada gerada</translation>
    </message>
    <message>
        <source>What is to be assessed; its grid is the one used.</source>
        <translation>O que é avaliado; usa-se a sua grelha.</translation>
    </message>
    <message>
        <source>Reference layer</source>
        <translation>Camada de referência</translation>
    </message>
    <message>
        <source>What is taken as the truth, in any grid and CRS.</source>
        <translation>O que é tomado como verdade, em qualquer grelha e SRC.</translation>
    </message>
    <message>
        <source>The MASK of &quot;Remove clouds&quot;: 1 = generated, 0 = kept.</source>
        <translation>A MASK de «Remover nuvens»: 1 = gerado, 0 = mantido.</translation>
    </message>
    <message>
        <source>The UNCERTAINTY of the same run, in its units.</source>
        <translation>A UNCERTAINTY da mesma execução, nas suas unidades.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Relatório</translation>
    </message>
    <message>
        <source>An HTML page with tables, pictures and plots.</source>
        <translation>Uma página HTML com tabelas, imagens e gráficos.</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Métricas</translation>
    </message>
    <message>
        <source>All numbers by area and band, as JSON.</source>
        <translation>Todos os números por área e banda, em JSON.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Ambiente</translation>
    </message>
    <message>
        <source>Says what this installation can do: versions, devices that really load, models, the install line.</source>
        <translation>Diz o que esta instalação pode fazer: versões, dispositivos que carregam mesmo, modelos, a linha de instalação.</translation>
    </message>
    <message>
        <source>Reports the versions of what the plugin runs on, the execution providers of onnxruntime that really load here (each is tried by opening a session), the shipped models with their hashes and cards, and the exact line that installs onnxruntime for this Python without touching its numpy.

Add the report to any question you ask.</source>
        <translation>Indica as versões daquilo em que o módulo funciona, os fornecedores de execução do onnxruntime que aqui carregam de facto (cada um é experimentado abrindo uma sessão), os modelos incluídos com as suas somas de verificação e fichas, e a linha exata que instala o onnxruntime para este Python sem tocar no seu numpy.

Junte o relatório a qualquer pergunta que fizer.</translation>
    </message>
    <message>
        <source>The same report as an HTML page. Empty = the log and the outputs alone.</source>
        <translation>O mesmo relatório como página HTML. Vazio = só o registo e as saídas.</translation>
    </message>
    <message>
        <source>2 to 30 dates, each a stack of bands in one raster, or a product (.SAFE folder, MTD_MSIL2A.xml or zip). The first gives the grid; the others may differ in extent, CRS and pixel size. Bands are matched by their descriptions (B02, B03, ...).</source>
        <translation>De 2 a 30 datas, cada uma uma pilha de bandas num raster, ou um produto (pasta .SAFE, MTD_MSIL2A.xml ou zip). A primeira dá a grelha; as outras podem diferir na extensão, no SRC e no tamanho do píxel. As bandas são emparelhadas pelas suas descrições (B02, B03, ...).</translation>
    </message>
    <message>
        <source>The cloudy image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>A imagem nublada: uma pilha de bandas num raster, números digitais ou refletância, ou um produto inteiro: o caminho da sua pasta .SAFE, de MTD_MSIL2A.xml dentro dela, ou do seu zip.</translation>
    </message>
    <message>
        <source>Backscatter with VV and VH, or one of them; float (dB, power or amplitude) or an 8-bit picture. The GeoTIFF of a GRD product is taken as it is, and laid on the map.</source>
        <translation>Retroespalhamento com VV e VH, ou um deles; float (dB, potência ou amplitude) ou uma imagem de 8 bits. O GeoTIFF de um produto GRD é tomado como é e colocado no mapa.</translation>
    </message>
    <message>
        <source>Only this part of INPUT is processed and written, on its pixel grid. Any CRS; empty = all of INPUT.</source>
        <translation>Só esta parte de INPUT é processada e escrita, na sua grelha de píxeis. Qualquer SRC; vazio = todo o INPUT.</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio (dB)</source>
        <translation>Relação sinal-ruído de pico (dB)</translation>
    </message>
    <message>
        <source>Structural similarity</source>
        <translation>Semelhança estrutural</translation>
    </message>
    <message>
        <source>Spectral angle (degrees)</source>
        <translation>Ângulo espetral (graus)</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>Erro absoluto médio</translation>
    </message>
    <message>
        <source>Root mean square error</source>
        <translation>Raiz do erro quadrático médio</translation>
    </message>
    <message>
        <source>Mean absolute error of the NDVI</source>
        <translation>Erro absoluto médio do NDVI</translation>
    </message>
    <message>
        <source>Version of SAR2Optical</source>
        <translation>Versão do SAR2Optical</translation>
    </message>
    <message>
        <source>Version of QGIS</source>
        <translation>Versão do QGIS</translation>
    </message>
    <message>
        <source>Version of Python</source>
        <translation>Versão do Python</translation>
    </message>
    <message>
        <source>Version of GDAL</source>
        <translation>Versão do GDAL</translation>
    </message>
    <message>
        <source>Version of numpy</source>
        <translation>Versão do numpy</translation>
    </message>
    <message>
        <source>Version of onnxruntime, or why it cannot be used</source>
        <translation>Versão do onnxruntime, ou porque não pode ser usado</translation>
    </message>
    <message>
        <source>Operating system and processors</source>
        <translation>Sistema operativo e processadores</translation>
    </message>
    <message>
        <source>Execution providers that really load</source>
        <translation>Fornecedores de execução que carregam de facto</translation>
    </message>
    <message>
        <source>Line that installs onnxruntime for this Python</source>
        <translation>Linha que instala o onnxruntime para este Python</translation>
    </message>
    <message>
        <source>Shipped models with hashes and cards (JSON)</source>
        <translation>Modelos incluídos com somas de verificação e fichas (JSON)</translation>
    </message>
    <message>
        <source>Device that really ran</source>
        <translation>Dispositivo realmente usado</translation>
    </message>
    <message>
        <source>Model that was used</source>
        <translation>Modelo utilizado</translation>
    </message>
    <message>
        <source>SHA-256 of the model file</source>
        <translation>SHA-256 do ficheiro do modelo</translation>
    </message>
    <message>
        <source>What was decided automatically</source>
        <translation>O que foi decidido automaticamente</translation>
    </message>
    <message>
        <source>Pixels with data</source>
        <translation>Píxeis com dados</translation>
    </message>
    <message>
        <source>Pixels that were generated</source>
        <translation>Número de píxeis gerados</translation>
    </message>
    <message>
        <source>Seconds that the run took</source>
        <translation>Segundos que a execução demorou</translation>
    </message>
    <message>
        <source>Pixels that were compared</source>
        <translation>Píxeis comparados</translation>
    </message>
    <message>
        <source>Area of these numbers: all pixels, or the generated ones</source>
        <translation>Área destes números: todos os píxeis, ou os gerados</translation>
    </message>
    <message>
        <source>Only this part of the first layer is processed and written, on its pixel grid. Any CRS; empty = all of the first layer.</source>
        <translation>Só esta parte da primeira camada é processada e escrita, na sua grelha de píxeis. Qualquer SRC; vazio = toda a primeira camada.</translation>
    </message>
    <message>
        <source>Number of shipped models</source>
        <translation>Número de modelos incluídos</translation>
    </message>
    <message>
        <source>Values are reflectance or picture values, 0 to 1. PSNR has the peak 1; SSIM is that of Wang et al. 2004 with a Gaussian window of 11 pixels.</source>
        <translation>Os valores são refletância ou valores de imagem, de 0 a 1. O PSNR tem o pico 1; o SSIM é o de Wang et al. 2004 com uma janela gaussiana de 11 píxeis.</translation>
    </message>
    <message>
        <source>All pixels</source>
        <translation>Todos os píxeis</translation>
    </message>
    <message>
        <source>Kept pixels</source>
        <translation>Píxeis mantidos</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>referência</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>gerada</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>graus</translation>
    </message>
    <message>
        <source>Mean absolute error of the bands: black 0, bright {high} and more</source>
        <translation>Erro absoluto médio das bandas: preto 0, claro {high} e mais</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valor</translation>
    </message>
    <message>
        <source>share of pixels</source>
        <translation>parte dos píxeis</translation>
    </message>
    <message>
        <source>Every band; on the dashed line both are equal</source>
        <translation>Todas as bandas; na linha tracejada ambas são iguais</translation>
    </message>
    <message>
        <source>How often each value occurs</source>
        <translation>Com que frequência ocorre cada valor</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Píxeis</translation>
    </message>
    <message>
        <source>Quality of {layer}</source>
        <translation>Qualidade de {layer}</translation>
    </message>
    <message>
        <source>predicted sigma</source>
        <translation>sigma previsto</translation>
    </message>
    <message>
        <source>true error (RMSE)</source>
        <translation>erro verdadeiro (RMSE)</translation>
    </message>
    <message>
        <source>Uncertainty against error: above the line it is too sure</source>
        <translation>Incerteza contra erro: acima da linha está demasiado segura</translation>
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
        <translation>Referência: {layer}</translation>
    </message>
    <message>
        <source>Generated: {layer}</source>
        <translation>Gerada: {layer}</translation>
    </message>
    <message>
        <source>Date {number}</source>
        <translation>Data {number}</translation>
    </message>
    <message>
        <source>Fetch scenes</source>
        <translation>Buscar cenas</translation>
    </message>
    <message>
        <source>Finds and fetches Sentinel-1, Sentinel-2 with cloud masks and land cover of a rectangle and a date.</source>
        <translation>Encontra e busca Sentinel-1, Sentinel-2 com máscaras de nuvens e cobertura do solo de um retângulo e de uma data.</translation>
    </message>
    <message>
        <source>Looks for scenes of a rectangle around a date and reads as much of them as lies in it: Sentinel-2 surface reflectance (ten bands, the offset of -1000 taken off where it is in) with its scene classification, Sentinel-1 (gamma0 in dB, terrain-corrected), and ESA WorldCover. Clouds are judged in the rectangle itself by each date&apos;s mask.

Files are named and described so that all other algorithms find dates and masks by themselves, and carry where they come from and under which licence. A run that was broken off goes on where it ended.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Procura cenas de um retângulo em torno de uma data e lê delas o que está dentro: reflectância de superfície do Sentinel-2 (dez bandas, o deslocamento de -1000 retirado onde está) com a sua classificação, Sentinel-1 (gamma0 em dB, corrigido do relevo) e ESA WorldCover. As nuvens são julgadas no próprio retângulo pela máscara de cada data.

Os arquivos são nomeados e descritos de modo que todos os outros algoritmos encontram por si datas e máscaras, e dizem de onde vêm e sob que licença. Uma execução interrompida continua onde terminou.

Este algoritmo abre conexões, ao catálogo escolhido e aos depósitos das suas imagens, pelo proxy e pelos certificados do QGIS.</translation>
    </message>
    <message>
        <source>Picture of a place</source>
        <translation>Imagem de um lugar</translation>
    </message>
    <message>
        <source>Draw a rectangle, choose a date: finds and fetches what it takes, and makes the picture of that day.</source>
        <translation>Desenhe um retângulo, escolha uma data: encontra e busca o que é preciso, e faz a imagem desse dia.</translation>
    </message>
    <message>
        <source>Looks at what there is of a rectangle around a date, and takes the way to its picture that is likely to err least: the image of the day where it is clear; that image with its clouds removed, with radar and a clear image of another date; a composite of several dates in the look of that day; or, where all is under cloud, colours learned from an older clear image and put where the radar of the day says. Where more than one way is open, each is tried on a small window, and the one that predicts the least error is taken. WAY overrules it.

HOW says in a few sentences what was found and what was done. SOURCE tells which pixels were measured and when, UNCERTAINTY how far off the others may be. The scenes stay in FOLDER for the other algorithms.

This algorithm opens connections, to the catalogue chosen and to the stores of its images, through the proxy and the certificates of QGIS.</source>
        <translation>Vê o que há de um retângulo em torno de uma data, e toma para a sua imagem o caminho que provavelmente menos erra: a imagem do dia onde está limpa; essa imagem sem as suas nuvens, com radar e uma imagem limpa de outra data; um composto de várias datas com o aspecto desse dia; ou, onde tudo está sob nuvens, cores aprendidas de uma imagem limpa mais antiga e postas onde diz o radar do dia. Onde há mais de um caminho aberto, cada um é experimentado numa janela pequena, e toma-se o que prevê o menor erro. WAY prevalece.

HOW diz em algumas frases o que foi encontrado e o que foi feito. SOURCE diz que pixels foram medidos e quando, UNCERTAINTY quanto os outros podem errar. As cenas ficam em FOLDER para os outros algoritmos.

Este algoritmo abre conexões, ao catálogo escolhido e aos depósitos das suas imagens, pelo proxy e pelos certificados do QGIS.</translation>
    </message>
    <message>
        <source>Pictures of a place</source>
        <translation>Imagens de um lugar</translation>
    </message>
    <message>
        <source>Sentinel-2 of the date</source>
        <translation>Sentinel-2 da data</translation>
    </message>
    <message>
        <source>Cloud mask of the date</source>
        <translation>Máscara de nuvens da data</translation>
    </message>
    <message>
        <source>Sentinel-1 of the date</source>
        <translation>Sentinel-1 da data</translation>
    </message>
    <message>
        <source>Clear Sentinel-2 of another date</source>
        <translation>Sentinel-2 limpo de outra data</translation>
    </message>
    <message>
        <source>Sentinel-1 of that other date</source>
        <translation>Sentinel-1 dessa outra data</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Cobertura do solo</translation>
    </message>
    <message>
        <source>Sentinel-2 of all dates</source>
        <translation>Sentinel-2 de todas as datas</translation>
    </message>
    <message>
        <source>Their cloud masks</source>
        <translation>As suas máscaras de nuvens</translation>
    </message>
    <message>
        <source>How it was made, in a few sentences</source>
        <translation>Como foi feita, em algumas frases</translation>
    </message>
    <message>
        <source>The way that was taken</source>
        <translation>O caminho que foi tomado</translation>
    </message>
    <message>
        <source>The day that the picture shows</source>
        <translation>O dia que a imagem mostra</translation>
    </message>
    <message>
        <source>What was found, a line each</source>
        <translation>O que foi encontrado, uma linha cada</translation>
    </message>
    <message>
        <source>The rectangle, in any CRS. Scenes come on whole pixels of the UTM zone of its middle.</source>
        <translation>O retângulo, em qualquer SRC. As cenas vêm em pixels inteiros da zona UTM do seu meio.</translation>
    </message>
    <message>
        <source>The day that is wanted, such as 2024-07-25.</source>
        <translation>O dia desejado, como 2024-07-25.</translation>
    </message>
    <message>
        <source>Days before and after</source>
        <translation>Dias antes e depois</translation>
    </message>
    <message>
        <source>How far around DATE scenes are looked for: two whole numbers, such as 30,10. A clear reference is looked for up to 400 days away.</source>
        <translation>Até onde em torno de DATE se procuram cenas: dois números inteiros, como 30,10. Uma referência limpa é procurada até a 400 dias.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catálogo</translation>
    </message>
    <message>
        <source>Where to look: planetary-computer, earth-search or copernicus; or the URL of a STAC API or of a static catalogue; or a folder with STAC items. Several, separated by commas: what the first lacks is looked for in the next.</source>
        <translation>Onde procurar: planetary-computer, earth-search ou copernicus; ou a URL de uma API STAC ou de um catálogo estático; ou uma pasta com itens STAC. Vários, separados por vírgulas: o que falta no primeiro é procurado no seguinte.</translation>
    </message>
    <message>
        <source>Scenes go into a folder of their place inside this one. What lies there whole is not fetched again.</source>
        <translation>As cenas vão para uma pasta do seu lugar dentro desta. O que lá está inteiro não é buscado de novo.</translation>
    </message>
    <message>
        <source>Metres. Coarser pixels are read from overviews, which is quicker.</source>
        <translation>Metros. Pixels mais grossos são lidos das visões gerais, o que é mais rápido.</translation>
    </message>
    <message>
        <source>An authentication of QGIS, where the catalogue asks for one: user and password or an API header; for the Copernicus Data Space the two S3 keys as user and password.</source>
        <translation>Uma autenticação do QGIS, onde o catálogo pede uma: usuário e senha ou um cabeçalho de API; para o Copernicus Data Space as duas chaves S3 como usuário e senha.</translation>
    </message>
    <message>
        <source>Land cover from</source>
        <translation>Cobertura do solo de</translation>
    </message>
    <message>
        <source>Where the files of ESA WorldCover 2021 lie: the public store, a mirror of it, or a folder.</source>
        <translation>Onde estão os arquivos do ESA WorldCover 2021: o depósito público, um espelho dele ou uma pasta.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Folder for the scenes</source>
        <translation>Pasta para as cenas</translation>
    </message>
    <message>
        <source>Pixel size (m)</source>
        <translation>Tamanho do pixel (m)</translation>
    </message>
    <message>
        <source>Account of the catalogue</source>
        <translation>Conta do catálogo</translation>
    </message>
    <message>
        <source>What to fetch</source>
        <translation>O que buscar</translation>
    </message>
    <message>
        <source>radar = the pass nearest to DATE. optical = the image nearest to DATE. series = all dates that show enough. reference = the nearest clear image of another date, an older one first. reference-radar = the radar of its date, of the same orbit. landcover = ESA WorldCover 2021. Scripts write the words, not their numbers.</source>
        <translation>radar = a passagem mais próxima de DATE. optical = a imagem mais próxima de DATE. series = todas as datas que mostram o bastante. reference = a imagem limpa mais próxima de outra data, primeiro uma mais antiga. reference-radar = o radar da sua data, da mesma órbita. landcover = ESA WorldCover 2021. Os scripts escrevem as palavras, não os seus números.</translation>
    </message>
    <message>
        <source>How much of the rectangle a date of the series may hide, clouds, shadows and missing data together.</source>
        <translation>Quanto do retângulo uma data da série pode esconder, nuvens, sombras e dados em falta juntos.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle and megabytes, and fetches nothing.</source>
        <translation>Lista datas, nuvens no retângulo e megabytes, e não busca nada.</translation>
    </message>
    <message>
        <source>Adds every fetched raster as a layer, in natural colours where it has them.</source>
        <translation>Acrescenta cada raster buscado como camada, em cores naturais onde as tem.</translation>
    </message>
    <message>
        <source>The same list as JSON, with files, dates, clouds, items and catalogues. Empty = scenes.json beside the scenes.</source>
        <translation>A mesma lista em JSON, com arquivos, datas, nuvens, itens e catálogos. Vazio = scenes.json ao lado das cenas.</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>Número de cenas</translation>
    </message>
    <message>
        <source>Megabytes, about</source>
        <translation>Megabytes, cerca de</translation>
    </message>
    <message>
        <source>Most cloud (%)</source>
        <translation>Nuvens no máximo (%)</translation>
    </message>
    <message>
        <source>Only list what there is</source>
        <translation>Só listar o que há</translation>
    </message>
    <message>
        <source>Add the scenes to the map</source>
        <translation>Acrescentar as cenas ao mapa</translation>
    </message>
    <message>
        <source>List of the scenes</source>
        <translation>Lista das cenas</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Caminho</translation>
    </message>
    <message>
        <source>auto = the one with the least predicted error. optical = a clear image as it was taken. clouds = an image with its clouds removed. composite = several dates. radar = SAR to optical. Scripts write the word, not its number.</source>
        <translation>auto = o de menor erro previsto. optical = uma imagem limpa tal como foi tirada. clouds = uma imagem sem as suas nuvens. composite = várias datas. radar = SAR para óptico. Os scripts escrevem a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Lists dates, cloud in the rectangle, megabytes and the way that would be taken; makes nothing.</source>
        <translation>Lista datas, nuvens no retângulo, megabytes e o caminho que seria tomado; não faz nada.</translation>
    </message>
    <message>
        <source>Method of cloud removal</source>
        <translation>Método de remoção de nuvens</translation>
    </message>
    <message>
        <source>network = the fit on the clear pixels plus a trained correction. regression = the fit alone: needs no onnxruntime. Scripts write the word, not its number.</source>
        <translation>network = o ajuste nos pixels limpos mais uma correção aprendida. regression = só o ajuste: não precisa de onnxruntime. Os scripts escrevem a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagem</translation>
    </message>
    <message>
        <source>Ten bands of reflectance x 10000; red, green, blue and alpha where radar alone sees the day.</source>
        <translation>Dez bandas de reflectância x 10000; vermelho, verde, azul e alfa onde só o radar vê o dia.</translation>
    </message>
    <message>
        <source>One standard deviation in the units of the picture, 0 where it was measured on the day; float32, nodata -9999.</source>
        <translation>Um desvio padrão nas unidades da imagem, 0 onde foi medida nesse dia; float32, nodata -9999.</translation>
    </message>
    <message>
        <source>Three bands, 16-bit: the number of its date (0 = generated), how many dates show the pixel, days from DATE (of a composite: from its own date); nodata -32768.</source>
        <translation>Três bandas, 16-bit: o número da sua data (0 = gerado), quantas datas mostram o pixel, dias desde DATE (de um composto: desde a sua própria data); nodata -32768.</translation>
    </message>
    <message>
        <source>What numpy multiplies matrices with</source>
        <translation>Com que o numpy multiplica as matrizes</translation>
    </message>
    <message>
        <source>Codecs that GDAL reads</source>
        <translation>Codecs que o GDAL lê</translation>
    </message>
    <message>
        <source>Area to write</source>
        <translation>Área a escrever</translation>
    </message>
    <message>
        <source>Polygons outside of which the results hold no data, in any CRS; a layer, or the features selected in it. All of INPUT teaches nonetheless, and is counted. Empty = everything. EXTENT limits what is read and saves time.</source>
        <translation>Polígonos fora dos quais os resultados não têm dados, em qualquer SRC; uma camada, ou as feições nela selecionadas. Mesmo assim se aprende de todo o INPUT, que é contado. Vazio = tudo. EXTENT limita o que é lido e poupa tempo.</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Compressão</translation>
    </message>
    <message>
        <source>deflate = every program reads it. zstd = as small, written in a third of the time; some builds of QGIS for macOS cannot open it. none = quickest, and large. Scripts write the word, not its number.</source>
        <translation>deflate = todo programa o lê. zstd = igualmente pequeno, escrito num terço do tempo; algumas versões do QGIS para macOS não o conseguem abrir. none = o mais rápido, e grande. Os scripts escrevem a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Água</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>Floresta</translation>
    </message>
    <message>
        <source>Green: fields, meadows, shrubs</source>
        <translation>Verde: campos, prados, arbustos</translation>
    </message>
    <message>
        <source>Bare ground</source>
        <translation>Solo nu</translation>
    </message>
    <message>
        <source>Built-up</source>
        <translation>Construído</translation>
    </message>
    <message>
        <source>Snow and ice</source>
        <translation>Neve e gelo</translation>
    </message>
    <message>
        <source>Turns a Sentinel-1 layer (VV and VH, or one of them) into the natural-colour picture that an optical satellite might have taken. The grid of the result is the grid of INPUT; nodata stays nodata.

The radar says little about colour on its own: name the land cover of the scene, or give an ESA WorldCover raster, and the colours become much better.

An older clear Sentinel-2 layer of the ground as REFERENCE is better still: the scene itself then teaches which colours belong to its radar, and the network&apos;s estimate counts beside it. Where the ground has changed since, the picture follows the radar; elsewhere it keeps the older picture&apos;s own detail. REFERENCE_SAR, radar of the date of REFERENCE, shows changes more surely.

COVER names the ground as the radar shows it today: water, forest, green, bare, built or snow, and how sure that is. A flood is water there and in the picture, whatever an older map says.

The result is generated, not measured: it shows what is likely. UNCERTAINTY tells, pixel by pixel, how far off it may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Transforma uma camada Sentinel-1 (VV e VH, ou um deles) na imagem em cores naturais que um satélite ótico poderia ter obtido. A grelha do resultado é a de INPUT; os píxeis sem dados continuam sem dados.

Por si só, o radar diz pouco sobre a cor: indique a ocupação do solo da cena, ou dê um raster ESA WorldCover, e as cores ficam muito melhores.

Uma camada Sentinel-2 limpa anterior do mesmo terreno como REFERENCE é ainda melhor: a própria cena ensina então que cores pertencem ao seu radar, e a estimativa da rede conta ao lado. Onde o solo mudou desde então, a imagem segue o radar; no resto mantém o pormenor da imagem anterior. REFERENCE_SAR, o radar da data de REFERENCE, mostra as mudanças com mais segurança.

COVER nomeia o solo como o radar o mostra hoje: água, floresta, verde, nu, construído ou neve, e com que certeza. Uma inundação é água ali e na imagem, diga o que disser um mapa mais antigo.

O resultado é gerado, não medido: mostra o que é provável. UNCERTAINTY diz, píxel a píxel, quanto pode falhar. Cada saída traz o modelo, a sua soma de verificação, as entradas e o dispositivo nos metadados.</translation>
    </message>
    <message>
        <source>realistic = the colours that are most likely, with the radar&apos;s own structure and the contrast of a real picture: to read the ground by eye. natural = the mean of all that is possible: the least error, and flat; to measure with, and what UNCERTAINTY is about. colorized = natural&apos;s colours over the radar&apos;s own fine structure. vivid = that with more contrast: wrong colours are wronger, too. Scripts write the word, not its number.</source>
        <translation>realistic = as cores mais prováveis, com a estrutura do próprio radar e o contraste de uma imagem real: para ler o terreno a olho. natural = a média de tudo o que é possível: o erro mínimo, e sem contraste; para medir, e aquilo de que trata UNCERTAINTY. colorized = as cores de natural sobre a estrutura fina do radar. vivid = isso com mais contraste: o que está errado fica mais errado também. Os scripts escrevem a palavra, não o número.</translation>
    </message>
    <message>
        <source>Cover of the ground</source>
        <translation>Cobertura do solo</translation>
    </message>
    <message>
        <source>The most likely cover, 8-bit: 1 water, 2 forest, 3 green, 4 bare, 5 built, 6 snow; band 2 is its probability in percent; 0 where INPUT has no data. It needs a model that tells cover apart.</source>
        <translation>A cobertura mais provável, 8 bits: 1 água, 2 floresta, 3 verde, 4 nu, 5 construído, 6 neve; a banda 2 é a sua probabilidade em percentagem; 0 onde INPUT não tem dados. Precisa de um modelo que distinga coberturas.</translation>
    </message>
    <message>
        <source>Legend of the land cover</source>
        <translation>Legenda da cobertura do solo</translation>
    </message>
    <message>
        <source>auto = told from the codes, their names and colours, the place and the name of the layer; the log says which it is. Scripts write the word, not its number.</source>
        <translation>auto = reconhecida pelos códigos, pelos seus nomes e cores, pelo lugar e pelo nome da camada; o registo diz qual é. Os scripts escrevem a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Clear layers of other dates</source>
        <translation>Camadas limpas de outras datas</translation>
    </message>
    <message>
        <source>One or several images of the place, best before and after, of any sensor, bands, grid and CRS: their bands teach what lies under the clouds. They need not look alike, and are never copied. What clouds hide in one of them (REFERENCE_MASKS, or nodata) the others tell.</source>
        <translation>Uma ou várias imagens do lugar, de preferência de antes e depois, de qualquer sensor, bandas, grelha e SRC: as suas bandas ensinam o que está sob as nuvens. Não têm de se parecer e nunca são copiadas. O que as nuvens escondem numa delas (REFERENCE_MASKS, ou sem dados) dizem as outras.</translation>
    </message>
    <message>
        <source>Layers that no cloud hides</source>
        <translation>Camadas que nenhuma nuvem esconde</translation>
    </message>
    <message>
        <source>Rasters that no cloud hides: annual embeddings (AlphaEarth, TESSERA), elevation and slope, land cover, statistics of a year. Any grid, CRS, type and number of bands; a few principal components stand for all of them, and what does not help on clear pixels is left out.</source>
        <translation>Rasters que nenhuma nuvem esconde: representações anuais (AlphaEarth, TESSERA), altitude e declive, cobertura do solo, estatísticas de um ano. Qualquer grelha, SRC, tipo e número de bandas; poucas componentes principais representam todas elas, e o que não ajuda nos píxeis limpos fica de fora.</translation>
    </message>
    <message>
        <source>Cloud masks of those other dates</source>
        <translation>Máscaras de nuvens dessas outras datas</translation>
    </message>
    <message>
        <source>One for each layer of REFERENCE, of the same MASK_TYPE as SCL. Matched by the dates in their names where every one tells it, else by order. Empty = where a layer has data it is clear.</source>
        <translation>Uma por cada camada de REFERENCE, do mesmo MASK_TYPE que SCL. Associadas pelas datas nos seus nomes se todos a tiverem, senão pela ordem. Vazio = onde uma camada tem dados está limpa.</translation>
    </message>
    <message>
        <source>What the fit leaves over</source>
        <translation>O que o ajuste deixa</translation>
    </message>
    <message>
        <source>How the error of the fit at clear pixels is carried under the clouds. pushpull = by place alone, quick. kriging = by place and likeness in SAR, REFERENCE and COVARIATES: some 5 to 10 percent less error, for several times the time of the fit. auto = kriging for images of up to 4 million pixels. Scripts write the word, not its number.</source>
        <translation>Como o erro do ajuste nos píxeis limpos é levado para debaixo das nuvens. pushpull = só pelo lugar, rápido. kriging = por lugar e semelhança em SAR, REFERENCE e COVARIATES: uns 5 a 10 por cento menos de erro, por várias vezes o tempo do ajuste. auto = kriging para imagens até 4 milhões de píxeis. Nos scripts escreve-se a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Thick cloud</source>
        <translation>Nuvem densa</translation>
    </message>
    <message>
        <source>Thin cloud</source>
        <translation>Nuvem fina</translation>
    </message>
    <message>
        <source>Cloud shadow</source>
        <translation>Sombra de nuvem</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Limpo</translation>
    </message>
    <message>
        <source>Fills what clouds and their shadows hide in a Sentinel-2 layer, and finds them itself where no mask is given. Grid, bands, order, data type and scale stay those of INPUT, and every pixel that the mask calls clear leaves bit for bit as it came in.

The estimate is learned on the clear pixels of the same image (METHOD regression; any sensor, any bands, no model); METHOD network adds what a trained network knows. A Sentinel-1 layer of about the same date helps.

The pixels under clouds are generated, not measured. MASK tells which, UNCERTAINTY how far off they may be. Every output carries the model, its hash, the inputs and the device in its metadata.</source>
        <translation>Preenche o que as nuvens e as suas sombras escondem numa camada Sentinel-2, e encontra-as por si onde não é dada máscara. Grelha, bandas, ordem, tipo de dados e escala continuam a ser os de INPUT, e cada píxel que a máscara dá por limpo sai bit a bit como entrou.

A estimativa é aprendida nos píxeis limpos da mesma imagem (METHOD regression; qualquer sensor, quaisquer bandas, sem modelo); METHOD network acrescenta o que sabe uma rede treinada. Ajuda uma camada Sentinel-1 de data próxima.

Os píxeis sob nuvens são gerados, não medidos. MASK diz quais, UNCERTAINTY quanto podem desviar-se. Cada saída leva o modelo, a sua impressão, as entradas e o dispositivo nos metadados.</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the SCL beside INPUT, by its name, or in the same .SAFE product; without any, clouds are found in the pixels.</source>
        <translation>A classificação de cena do mesmo produto, ou outra máscara conforme MASK_TYPE. A grelha e o SRC podem diferir dos de INPUT. Vazio = a SCL junto de INPUT, pelo nome, ou no mesmo produto .SAFE; sem nenhuma, as nuvens são encontradas nos píxeis.</translation>
    </message>
    <message>
        <source>scl = Sentinel-2 scene classification. binary = 1 is cloud. omnicloudmask = 1 thick, 2 thin, 3 shadow. fmask = Fmask codes. probability = 0..100 percent. auto = clouds are found in the pixels, whatever mask is there. Scripts write the word, not its number.</source>
        <translation>scl = classificação de cena do Sentinel-2. binary = 1 é nuvem. omnicloudmask = 1 densa, 2 fina, 3 sombra. fmask = códigos do Fmask. probability = 0..100 por cento. auto = as nuvens são encontradas nos píxeis, seja qual for a máscara. Os scripts escrevem a palavra, não o número.</translation>
    </message>
    <message>
        <source>Put the mask right</source>
        <translation>Corrigir a máscara</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. For exact masks off; for masks that may err correct, which makes the better picture then. Scripts write the word, not its number.</source>
        <translation>O que os píxeis dizem onde é dada uma máscara. off = nada. add = também se escondem as nuvens e sombras que lhe faltam. correct = e o que mostram limpo deixa de ser escondido. Com máscaras exatas off; com máscaras que podem errar correct, que então dá a melhor imagem. Os scripts escrevem a palavra, não o número.</translation>
    </message>
    <message>
        <source>The scene classification of each layer, or another mask as MASK_TYPE says. Matched by the date in name or metadata where every one tells it, else by order; the log says how. Empty = clouds are found in the pixels.</source>
        <translation>A classificação de cena de cada camada, ou outra máscara conforme MASK_TYPE. Emparelhadas pela data no nome ou nos metadados se todas a disserem, senão pela ordem; o registo diz como. Vazio = as nuvens são encontradas nos píxeis.</translation>
    </message>
    <message>
        <source>Put the masks right</source>
        <translation>Corrigir as máscaras</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Máscara de nuvens</translation>
    </message>
    <message>
        <source>Finds clouds and their shadows in the pixels of an optical image, and puts a bad mask right.</source>
        <translation>Encontra nuvens e as suas sombras nos píxeis de uma imagem ótica, e corrige uma má máscara.</translation>
    </message>
    <message>
        <source>Tells thick cloud, thin cloud and cloud shadow from clear ground by the pixels alone: Sentinel-2 (L1C or L2A), or any image of reflectance with blue, green and red; near infrared and short-wave infrared help.

A scene classification (SCL) or another mask that came with the image is a hint: it is kept where the pixels do not contradict it. The log says how much was added and taken away.

OUTPUT goes into SCL of &quot;Remove clouds&quot; or &quot;Cloud-free composite&quot; with MASK_TYPE omnicloudmask. Both find clouds by themselves where no mask is given. Even haze all over an image, and snow under cloud, may be missed.</source>
        <translation>Distingue nuvem densa, nuvem fina e sombra de nuvem do solo limpo só pelos píxeis: Sentinel-2 (L1C ou L2A), ou qualquer imagem de refletância com azul, verde e vermelho; ajudam o infravermelho próximo e o de onda curta.

Uma classificação de cena (SCL) ou outra máscara que veio com a imagem é uma pista: mantém-se onde os píxeis não a contradizem. O registo diz quanto foi acrescentado e retirado.

OUTPUT serve de SCL em &quot;Remover nuvens&quot; ou &quot;Composto sem nuvens&quot; com MASK_TYPE omnicloudmask. Ambos encontram as nuvens por si onde não é dada máscara. Uma bruma uniforme em toda a imagem e neve sob nuvens podem escapar.</translation>
    </message>
    <message>
        <source>Optical layer</source>
        <translation>Camada ótica</translation>
    </message>
    <message>
        <source>The image: a stack of bands in one raster, digital numbers or reflectance, or a whole product: the path of its .SAFE folder, of MTD_MSIL2A.xml in it, or of its zip.</source>
        <translation>A imagem: uma pilha de bandas num ráster, números digitais ou refletância, ou um produto inteiro: o caminho da pasta .SAFE, de MTD_MSIL2A.xml dentro dela, ou do zip.</translation>
    </message>
    <message>
        <source>Mask to put right (SCL)</source>
        <translation>Máscara a corrigir (SCL)</translation>
    </message>
    <message>
        <source>The scene classification of the same product, or another mask as MASK_TYPE says. Its grid and CRS may differ from those of INPUT. Empty = the pixels alone.</source>
        <translation>A classificação de cena do mesmo produto, ou outra máscara conforme MASK_TYPE. A grelha e o SRC podem diferir dos de INPUT. Vazio = só os píxeis.</translation>
    </message>
    <message>
        <source>Threshold (per cent)</source>
        <translation>Limiar (por cento)</translation>
    </message>
    <message>
        <source>How probable cloud or shadow must be. Lower finds more thin cloud, and more that is none.</source>
        <translation>Que probabilidade deve ter a nuvem ou a sombra. Mais baixo encontra mais nuvem fina, e mais que não o é.</translation>
    </message>
    <message>
        <source>By how many pixels of INPUT clouds and shadows grow. The tasks that take the mask grow it by themselves.</source>
        <translation>Quantos píxeis de INPUT crescem nuvens e sombras. As tarefas que recebem a máscara fazem-na crescer por si.</translation>
    </message>
    <message>
        <source>Clouds and shadows</source>
        <translation>Nuvens e sombras</translation>
    </message>
    <message>
        <source>0 = clear, 1 = thick cloud, 2 = thin cloud, 3 = cloud shadow, 255 = no data; 8-bit GeoTIFF.</source>
        <translation>0 = limpo, 1 = nuvem densa, 2 = nuvem fina, 3 = sombra de nuvem, 255 = sem dados; GeoTIFF de 8 bits.</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Probabilidades</translation>
    </message>
    <message>
        <source>Per cent of cloud (thick or thin), of shadow, and of thin cloud alone; three bands, 8-bit, 255 = no data.</source>
        <translation>Por cento de nuvem (densa ou fina), de sombra e só de nuvem fina; três bandas, 8 bits, 255 = sem dados.</translation>
    </message>
    <message>
        <source>Masks of all dates</source>
        <translation>Máscaras de todas as datas</translation>
    </message>
    <message>
        <source>A folder for a mask of each layer, of INPUT and of OTHERS, each helped by the others: on the pixels of INPUT, named after the layers. SCLS of &quot;Cloud-free composite&quot; takes them with MASK_TYPE omnicloudmask.</source>
        <translation>Uma pasta para uma máscara de cada camada, de INPUT e de OTHERS, cada uma ajudada pelas outras: nos píxeis de INPUT, com o nome da camada. SCLS de &quot;Compósito sem nuvens&quot; recebe-as com MASK_TYPE omnicloudmask.</translation>
    </message>
    <message>
        <source>Calibration of a GRD</source>
        <translation>Calibração de um GRD</translation>
    </message>
    <message>
        <source>Of a Sentinel-1 GRD product with its annotation alone. sigma0 = sigma nought, as the networks know it. gamma0 = gamma nought, which is brighter and falls less towards far range. Scripts write the word, not its number.</source>
        <translation>Só para um produto GRD do Sentinel-1 com a sua anotação. sigma0 = sigma zero, como as redes o conhecem. gamma0 = gama zero, mais claro e que cai menos em direção à borda distante. Os scripts escrevem a palavra, não o seu número.</translation>
    </message>
    <message>
        <source>Layers of other dates</source>
        <translation>Camadas de outras datas</translation>
    </message>
    <message>
        <source>The same place on other days of the season, at least two, cloudy or not. Where INPUT leaves doubt, what is brighter than the ground on these days is cloud.</source>
        <translation>O mesmo lugar noutros dias da estação, pelo menos dois, com nuvens ou sem elas. Onde INPUT deixa dúvidas, é nuvem o que brilha mais do que o chão nesses dias.</translation>
    </message>
    <message>
        <source>A raster of class codes, in any grid and CRS: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas and others, or one that names its classes in English. It goes before the class above.</source>
        <translation>Um raster de códigos de classe, em qualquer grelha e SRC: ESA WorldCover, Dynamic World, Esri, ESA CCI, CORINE, CGLS, LCFM, GlobeLand30, NLCD, MapBiomas e outros, ou um que nomeie as suas classes em inglês. Tem prioridade sobre a classe acima.</translation>
    </message>
    <message>
        <source>What the pixels have to say where a mask is given. off = nothing. add = clouds and shadows that it misses are hidden too. correct = and what they show to be clear is hidden no more. auto = the mask stays as it is, unless the pixels show that it cannot be right: much that is surely cloud is left, or all is hidden though there is ground to be seen. So is a mask treated that was found beside INPUT and is not named. Scripts write the word, not its number.</source>
        <translation>O que os píxeis dizem onde é dada uma máscara. off = nada. add = também se escondem as nuvens e sombras que lhe faltam. correct = e o que mostram limpo deixa de ser escondido. auto = a máscara fica como está, a não ser que os píxeis mostrem que não pode estar certa: fica muita nuvem segura, ou tudo está escondido embora se veja o solo. Assim se trata também uma máscara encontrada ao lado de INPUT que não é nomeada. Os scripts escrevem a palavra, não o número.</translation>
    </message>
</context>
</TS>
