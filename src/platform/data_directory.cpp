// Tells a platform's directory from any other, so that a mistyped path is never taken for one.

#include "platform/data_directory.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace vip {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDatabase = "platform.db";
constexpr fs::perms kOfOthers = fs::perms::group_all | fs::perms::others_all;
// What is there before the database: all that an interrupted init leaves. A file system of its own
// has lost+found.
constexpr std::array<std::string_view, 3> kBeforeDatabase{"lock", "master.key", "lost+found"};

}  // namespace

DataState data_state(const std::string& directory) {
  std::error_code error;
  const fs::file_status itself = fs::symlink_status(directory, error);
  if (itself.type() == fs::file_type::not_found) return DataState::missing;
  if (error) return DataState::unreadable;
  const fs::file_status status = fs::status(directory, error);
  if (error == std::errc::permission_denied) return DataState::unreadable;
  if (status.type() != fs::file_type::directory) return DataState::not_directory;
  fs::directory_iterator entry{directory, error};
  if (error) return DataState::unreadable;
  bool has_other = false;
  bool is_empty = true;
  for (const fs::directory_iterator end; entry != end; entry.increment(error)) {
    if (error) return DataState::unreadable;
    const std::string name = entry->path().filename().string();
    if (name == kDatabase)
      return (status.permissions() & kOfOthers) == fs::perms::none ? DataState::platform
                                                                   : DataState::open;
    is_empty = false;
    has_other = has_other || std::find(kBeforeDatabase.begin(), kBeforeDatabase.end(), name) ==
                                 kBeforeDatabase.end();
  }
  if (is_empty) return DataState::empty;
  return has_other ? DataState::foreign : DataState::unfinished;
}

bool can_hold_new_platform(DataState state) {
  return state == DataState::missing || state == DataState::empty || state == DataState::unfinished;
}

std::string fault_of(DataState state, const std::string& directory) {
  switch (state) {
    case DataState::platform:
      return {};
    case DataState::open:
      return "Other users may look into the directory " + directory +
             ", which has keys and personal data in it. Close it to them: chmod 700 " + directory;
    case DataState::missing:
      return "There is no directory " + directory + ".";
    case DataState::empty:
      return "The directory " + directory + " is empty: no platform is in it.";
    case DataState::unfinished:
      return "The directory " + directory + " has no platform yet: its set-up was interrupted.";
    case DataState::foreign:
      return "The directory " + directory + " has files in it, but no platform.db.";
    case DataState::not_directory:
      return directory + " is not a directory.";
    case DataState::unreadable:
      break;
  }
  return "The directory " + directory +
         " cannot be read by this user. Run the command as the user that the directory belongs to.";
}

std::string fault_and_advice(DataState state, const std::string& directory) {
  std::string text = fault_of(state, directory);
  if (state == DataState::unreadable || state == DataState::open) return text;
  text += " Name the data directory with --data, VIP_DATA or the `data` of a settings file";
  if (can_hold_new_platform(state))
    text += ", or make a platform there: vip init --data " + directory;
  return text + (can_hold_new_platform(state) ? "" : ".");
}

std::string absolute_path(const std::string& directory) {
  std::error_code error;
  if (const auto real = fs::canonical(directory, error); !error) return real.string();
  const auto path = fs::absolute(directory, error).lexically_normal();
  if (error) return directory;
  // "/srv/vip/" is "/srv/vip".
  return (path.has_filename() ? path : path.parent_path()).string();
}

void make_data_directory(const std::string& directory) {
  std::error_code error;
  if (!fs::create_directories(directory, error) && error)
    throw std::runtime_error{"The directory " + directory +
                             " cannot be created: " + error.message() + "."};
  if (fs::status(directory, error).permissions() == fs::perms::owner_all) return;
  fs::permissions(directory, fs::perms::owner_all, error);
  if (error)
    throw std::runtime_error{"The mode of " + directory +
                             " cannot be set to 0700: " + error.message() + "."};
}

}  // namespace vip
