#include "cli/backup_schedule.h"

#include <algorithm>
#include <stdexcept>

#include "core/observation.h"

namespace vip::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAfterFailure{600'000};

struct GivenUp : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace

BackupSchedule::BackupSchedule(std::string data, BackupPlace place, milliseconds every,
                               std::size_t keep)
    : data_{std::move(data)}, place_{std::move(place)}, every_{every}, keep_{keep} {
  try {
    open_repository(place_, true);
    begun_ = true;
  } catch (const StoreUnreachable& error) {  // which must not keep a server from starting
    observe(event::StoreFailed{Failure::printable(std::string{"backup: "} + error.what()), {}});
  }
  thread_ = std::thread{[this] { work(); }};
}

BackupSchedule::~BackupSchedule() {
  end_.give();
  thread_.join();
}

milliseconds BackupSchedule::until_due() const {
  const BackupRepository repository = open_repository(place_, false);
  const auto ids = repository.backups();
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    const Backup backup = repository.backup(*id);
    if (!backup.whole) continue;
    const milliseconds age{system_clock().now().milliseconds - backup.created.milliseconds};
    // One from a clock that was ahead must not put off the next for long.
    return std::clamp(every_ - age, milliseconds{0}, every_);
  }
  return milliseconds{0};
}

void BackupSchedule::back_up() {
  BackupRepository repository = open_repository(place_, false);
  const BackupResult result = make_backup(data_, repository, system_clock().now(), "",
                                          [this](std::string_view, std::uint64_t, std::uint64_t) {
                                            if (end_.is_given()) throw GivenUp{"the server ends"};
                                          });
  observe(event::OperatorActed{"backup create", result.backup.id});
  for (const std::string& what : result.incomplete)
    observe(event::StoreFailed{Failure::printable("backup: " + what), {}});
  // With something missing in the new one, the old ones are what is left of it.
  if (result.incomplete.empty()) repository.prune(keep_);
}

void BackupSchedule::work() {
  while (!end_.is_given()) {
    milliseconds pause{0};
    try {
      if (!begun_) open_repository(place_, true);
      begun_ = true;
      pause = until_due();
      if (pause.count() == 0) {
        back_up();
        pause = every_;
      }
    } catch (const GivenUp&) {
      return;
    } catch (const std::exception& error) {
      observe(event::StoreFailed{Failure::printable(std::string{"backup: "} + error.what()), {}});
      pause = std::min(every_, kAfterFailure);
    }
    if (end_.wait_for(pause)) return;
  }
}

}  // namespace vip::cli
