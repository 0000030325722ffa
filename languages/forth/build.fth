INCLUDE prelude.fth
C" forth.dic" SAVE-FORTH
