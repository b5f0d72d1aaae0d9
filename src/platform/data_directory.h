#pragma once

#include <cstdint>
#include <string>

namespace vip {

// What is at the path of a data directory.
enum class DataState : std::uint8_t {
  platform,       // a platform: it can be served and administered
  open,           // a platform that other users may look into: it is refused until that is mended
  missing,        // nothing
  empty,          // an empty directory
  unfinished,     // what an interrupted `vip init` leaves: a platform can be made there
  foreign,        // a directory with other files, or with parts of a platform only
  not_directory,  // a file, a dangling symbolic link
  unreadable,     // this user may not look into it
};

// Looks only; creates and changes nothing. A symbolic link to a directory is that directory.
DataState data_state(const std::string& directory);

// Whether a platform may be made there.
bool can_hold_new_platform(DataState state);

// "There is no directory /srv/vip." What is wrong with it as the directory of a platform; one
// sentence, empty when nothing is.
std::string fault_of(DataState state, const std::string& directory);

// The same with what to do about it, for a command that needs a platform there.
std::string fault_and_advice(DataState state, const std::string& directory);

// The path from the root, for people who have to know which directory is meant, without symbolic
// links where it is there: SQLite opens no database through one.
std::string absolute_path(const std::string& directory);

// Makes a directory with mode 0700, and those above it that are missing. One that is there gets
// that mode. Throws std::runtime_error with a message for the operator.
void make_data_directory(const std::string& directory);

}  // namespace vip
