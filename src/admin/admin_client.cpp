// From a terminal to the platform.

#include "admin/admin_client.h"

#include <thread>

#include "admin/admin_application.h"
#include "admin/data_lock.h"
#include "net/unix_client.h"
#include "platform/data_directory.h"

namespace vip {
namespace {

using Called = tl::expected<AdminAnswer, Unreachable>;

AdminAnswer error_answer(int status, const std::string& detail) {
  using Kind = AdminError::Kind;
  const auto kind = status == 422 ? Kind::refused : status == 500 ? Kind::failed : Kind::usage;
  return tl::unexpected{AdminError{kind, detail}};
}

Called read_response(http::Response response) {
  if (response.status == 200) return AdminAnswer{std::move(response.body)};
  const auto problem = json::parse(response.body);
  const auto* detail = problem ? problem->find("detail") : nullptr;
  if (detail == nullptr) throw std::runtime_error{"not an answer of the administration API"};
  if (response.status == 503) return tl::unexpected{Unreachable{detail->text}};
  return error_answer(response.status, detail->text);
}

Called ask_server(net::UnixClient& server, const AdminCall& call) {
  // The server's own deadline comes first, and says more.
  constexpr auto kPatience = kLongestCommand + std::chrono::minutes{1};
  try {
    return read_response(server.post(command_path(call.command), call.arguments, kPatience));
  } catch (const std::exception&) {
    return tl::unexpected{Unreachable{"The process that serves " + call.data +
                                      " took the command but did not answer. Look at its log, and "
                                      "whether the change was made."}};
  }
}

// Under the directory's lock.
AdminAnswer perform_here(const AdminCall& call,
                         const std::function<AdminDependencies()>& dependencies,
                         const Platform::Progress& progress) {
  Platform platform{call.data, system_clock(), progress};
  AdminService service{platform, dependencies()};
  return service.perform(call.command, *json::parse(call.arguments));
}

}  // namespace

Called call_admin(const AdminCall& call, const std::function<AdminDependencies()>& dependencies,
                  const Platform::Progress& progress) {
  constexpr std::chrono::milliseconds kPause{20};
  const auto deadline = std::chrono::steady_clock::now() + call.patience;
  try {
    while (true) {
      if (auto server = net::UnixClient::connect(admin_socket_path(call.data)))
        return ask_server(*server, call);
      if (const DataState state = data_state(call.data); state != DataState::platform)
        return tl::unexpected{Unreachable{fault_and_advice(state, call.data)}};
      if (const auto lock = DataLock::take(call.data))
        return perform_here(call, dependencies, progress);
      if (std::chrono::steady_clock::now() >= deadline) break;
      std::this_thread::sleep_for(kPause);
    }
  } catch (const std::exception& error) {
    return tl::unexpected{Unreachable{error.what()}};
  }
  return tl::unexpected{
      Unreachable{"Another process holds " + call.data +
                  " and does not answer on its socket yet. Try again in a moment."}};
}

}  // namespace vip
