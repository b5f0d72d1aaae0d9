#include "cli/repository_options.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <tuple>

#include "cli/commands.h"
#include "cli/failure.h"
#include "core/json.h"
#include "platform/data_directory.h"

namespace vip::cli {
namespace {

constexpr const char* kKeyVariable = "VIP_BACKUP_KEY";
constexpr const char* kAccessKeyVariable = "VIP_BACKUP_ACCESS_KEY";
constexpr const char* kSecretKeyVariable = "VIP_BACKUP_SECRET_KEY";

std::optional<MasterKey> key_of(const BackupPlace& place) {
  if (const auto text = config::process_environment(kKeyVariable); text && !text->empty())
    return backup_key_of(*text);
  if (place.key_file.empty()) return std::nullopt;
  return read_backup_key(place.key_file);
}

std::string variable(const char* name) { return config::process_environment(name).value_or(""); }

std::unique_ptr<ObjectStore> open_bucket(const BackupPlace& place) {
  S3Options options = place.s3;
  options.access_key = variable(kAccessKeyVariable);
  options.secret = variable(kSecretKeyVariable);
  if (options.access_key.empty() && options.secret.empty() && !place.credentials_file.empty()) {
    const auto found = s3_credentials(read_secret_file(place.credentials_file));
    if (!found)
      throw std::runtime_error{"The file " + place.credentials_file +
                               " must have two lines: the access key's id and its secret."};
    std::tie(options.access_key, options.secret) = *found;
  }
  return open_s3_store(place.place, options);
}

}  // namespace

BackupPlace backup_place(const config::Settings& settings) {
  S3Options s3;
  s3.endpoint = settings.backup_endpoint.get();
  s3.region = settings.backup_region.get();
  s3.bucket_in_host = settings.backup_bucket_in.get() == "host";
  s3.plain_http = settings.backup_http.get() == "on";
  s3.ca_file = settings.backup_ca_file.get();
  s3.timeout = settings.backup_timeout.get();
  return {settings.backups.get(), settings.backup_key_file.get(), std::move(s3),
          settings.backup_credentials_file.get()};
}

BackupRepository open_repository(const BackupPlace& place, bool may_begin) {
  if (place.place.empty())
    throw std::runtime_error{
        "Where are the backups? Name their directory, or s3://BUCKET/PREFIX, with --backups, "
        "VIP_BACKUPS or the setting backups."};
  auto key = key_of(place);  // before anything is made there
  if (is_s3_address(place.place)) return {open_bucket(place), std::move(key), may_begin};
  return {open_directory_store(place.place, !may_begin), std::move(key), may_begin};
}

std::string folder_beside(const BackupPlace& place) {
  return is_s3_address(place.place) ? std::filesystem::temp_directory_path().string() : place.place;
}

std::function<std::vector<std::string>(const Uuid& tenant)> backups_with(const BackupPlace& place) {
  if (place.place.empty()) return {};
  return [place](const Uuid& tenant) {
    std::vector<std::string> found;
    try {
      const BackupRepository repository = open_repository(place, false);
      for (const std::string& id : repository.backups()) {
        const auto backup = repository.find(id);
        if (backup &&
            std::ranges::any_of(backup->tenants, [&](const auto& one) { return one.id == tenant; }))
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
