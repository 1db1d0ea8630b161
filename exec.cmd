@rem The scripts in package.json say `exec node ...`: on POSIX, a signal for npm then reaches Node and not a shell in between.
@rem cmd.exe has no `exec`; it finds this file instead.
@%*
