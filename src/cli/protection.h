#pragma once

namespace vip::cli {

// A process that was started without a standard input, output or error gets /dev/null in its place:
// the next file or connection would be it else, and get what is written to it.
void keep_standard_descriptors();

// For a process that has a data directory's keys and records in its memory: a limit of file sizes
// is an error like a full disk, all that it makes is its user's alone, and no crash writes its
// memory into a core file. Other processes of the user cannot look into it with a debugger either.
void protect_process();

// Takes back the latter, as far as the process was allowed to at its start.
void allow_core_dumps();

}  // namespace vip::cli
