#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "admin/admin_service.h"
#include "http/message.h"

namespace vip {

// Longer than any command takes: erasing a large tenant and making keys take their time.
inline constexpr std::chrono::hours kLongestCommand{1};

// The path of a command: "/admin/v1/commands/client-create" of "client create".
std::string command_path(std::string_view command);
// The Unix socket of a data directory, on which its serving process has the administration API.
std::string admin_socket_path(const std::string& data);

// The administration API, for a Unix socket that only operators reach; it has no authentication.
//
// POST /admin/v1/commands/<command> with the arguments as a JSON object: 200 with the result, or a
// problem (RFC 9457) whose `detail` says why not: 400 when the command is wrong, 422 when it is
// refused as things are, 500 when the platform could not do it. GET /metrics as on its own
// listener.
class AdminApplication final : public http::Application {
 public:
  // Runs a piece of work on another thread, or says that too many wait.
  using Executor = std::function<bool(std::function<void()> work)>;

  AdminApplication(AdminService& service, http::Application& metrics, Executor executor)
      : service_{service}, metrics_{metrics}, executor_{std::move(executor)} {}

  http::Admitted admit(http::RequestHead head) override;
  http::Response malformed(const Problem& problem, std::string_view correlation_id) override;

 private:
  AdminService& service_;
  http::Application& metrics_;
  Executor executor_;
};

}  // namespace vip
