#include "cli/repository_options.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "cli/commands.h"
#include "cli/failure.h"
#include "core/json.h"
#include "platform/data_directory.h"

namespace vip::cli {
namespace {

constexpr const char* kKeyVariable = "VIP_BACKUP_KEY";

std::optional<MasterKey> key_of(const BackupPlace& place) {
  if (const auto text = config::process_environment(kKeyVariable); text && !text->empty())
    return backup_key_of(*text);
  if (place.key_file.empty()) return std::nullopt;
  return read_backup_key(place.key_file);
}

}  // namespace

BackupPlace backup_place(const config::Settings& settings) {
  return {settings.backups.get(), settings.backup_key_file.get()};
}

BackupRepository open_repository(const BackupPlace& place, bool may_begin) {
  if (place.directory.empty())
    throw std::runtime_error{
        "Where are the backups? Name their directory with --backups, VIP_BACKUPS or the setting "
        "backups."};
  auto key = key_of(place);  // before anything is made there
  return {open_directory_store(place.directory, !may_begin), std::move(key), may_begin};
}

std::function<std::vector<std::string>(const Uuid& tenant)> backups_with(const BackupPlace& place) {
  if (place.directory.empty()) return {};
  return [place](const Uuid& tenant) {
    std::vector<std::string> found;
    try {
      const BackupRepository repository = open_repository(place, false);
      for (const std::string& id : repository.backups()) {
        const auto& tenants = repository.backup(id).tenants;
        if (std::ranges::any_of(tenants, [&](const auto& one) { return one.id == tenant; }))
          found.push_back(id);
      }
    } catch (const std::exception& error) {
      found.push_back(std::string{"not known: "} + error.what());
    }
    return found;
  };
}

BackupProgress tell_progress() {
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  return [terminal, last = std::string{}](std::string_view what, std::uint64_t done,
                                          std::uint64_t of) mutable {
    const std::uint64_t quarter = of == 0 ? 4 : done * 4 / of;
    const std::string step = std::string{what} + std::to_string(quarter);
    if (!terminal && step == last) return;
    last = step;
    std::cerr << (terminal ? "\r\033[K" : "") << "vip: " << what << ": " << done << " of " << of
              << (!terminal || done >= of ? "\n" : "") << std::flush;
  };
}

std::string data_directory_to_check(const config::Settings& settings, const SettingFlags& flags) {
  std::string data = chosen_data_directory(settings, flags);
  const DataState state = data_state(data);
  if (state != DataState::platform && state != DataState::open)
    throw NoPlatform{fault_and_advice(state, data)};
  return data;
}

std::string present_data_directory(const config::Settings& settings, const SettingFlags& flags) {
  std::string data = data_directory_to_check(settings, flags);
  if (data_state(data) == DataState::open)
    throw NoPlatform{fault_and_advice(DataState::open, data)};
  return data;
}

int run_with_repository(RepositoryOptions& options, const std::function<int()>& work) {
  const auto fail = [&](const std::string& reason, int code) {
    return show_failure(reason, options.json, code);
  };
  const auto wrong = options.flags.load();
  if (!wrong.empty()) return fail(wrong.front(), kUsage);
  try {
    return work();
  } catch (const NoPlatform& error) {
    return fail(error.what(), kUnreachable);
  } catch (const std::exception& error) {
    return fail(error.what(), kRefused);
  }
}

}  // namespace vip::cli
