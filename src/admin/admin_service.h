#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "admin/admin_error.h"
#include "admin/arguments.h"
#include "admin/known_scopes.h"
#include "core/json.h"
#include "engine/aggregate_check.h"
#include "platform/platform.h"

namespace vip {

// What the administration commands need beside the platform.
struct AdminDependencies {
  KnownScopes scopes;
  // Erases a tenant's data, wherever it is kept; called before the tenant itself is forgotten.
  std::function<void(const Uuid& tenant)> erase_data;
  // Looks whether a tenant's aggregates are right. Throws what the store does.
  std::function<AggregateCheck(const TenantRecord& tenant)> check_aggregates;
  // The backups that still have a tenant; empty where none are configured.
  std::function<std::vector<std::string>(const Uuid& tenant)> backups_with;
};

struct AdminContext {
  Platform& platform;
  const AdminDependencies& dependencies;
  std::string_view command;

  // One change, and the security event that tells of it, in one transaction: nothing is changed
  // that could not be audited. `subject`: what is changed, by its id.
  void change(const std::string& subject, const std::function<void(PlatformStore&)>& work) const;
  void change(const Uuid& subject, const std::function<void(PlatformStore&)>& work) const;
  SecurityEvent event(std::string_view subject) const;
};

using AdminAnswer = tl::expected<std::string, AdminError>;  // the result is JSON

// Every administration command, by name ("client create"): from arguments to a JSON result, or to
// an error that says what to do. The same ones serve the administration API on the Unix socket and,
// when nothing serves, `vip` itself.
class AdminService {
 public:
  AdminService(Platform& platform, AdminDependencies dependencies)
      : platform_{platform}, dependencies_{std::move(dependencies)} {}

  static constexpr auto kNoSuchCommand = "There is no such command; see vip --help.";
  static std::vector<std::string_view> command_names();
  static std::vector<std::string_view> changing_commands();

  // One at a time.
  AdminAnswer perform(std::string_view command, const json::Node& arguments);

 private:
  Platform& platform_;
  AdminDependencies dependencies_;
  std::mutex mutex_;
};

}  // namespace vip
