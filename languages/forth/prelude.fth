\ What pForth does not do as a program's runtime should; saved with its dictionary when the image is built.

\ pForth's own prints "INCLUDE error" in a file. This one skips what is left of it.
: BYE ( -- )
  SOURCE-ID 0> IF
    SOURCE-ID FILE-SIZE DROP SOURCE-ID REPOSITION-FILE DROP
    SOURCE NIP >IN !
  ELSE
    BYE
  THEN ;

\ pForth's own prints what it reads. Gives 0 at the end of the input, too.
: ACCEPT ( c-addr +n1 -- +n2 )
  0 >R
  BEGIN
    DUP R@ >
  WHILE
    KEY DUP 10 = OVER 0< OR IF
      DROP DROP DROP R> EXIT
    THEN
    2 PICK R@ + C!
    R> 1+ >R
  REPEAT
  2DROP R> ;
