# Run once by an image's build: GAP as it is after its start, which takes a second without.
SaveWorkspace("/usr/lib/neuron/gap/workspace");
QUIT_GAP(0);
