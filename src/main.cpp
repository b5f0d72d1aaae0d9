// The program `vip`: one word names the command, each command is a file in src/cli.

#include "cli/commands.h"

int main(int argc, char** argv) { return vip::cli::run(argc, argv); }
