// From a terminal to the platform.

#include "admin/operator_link.h"

#include <filesystem>

#include "admin/data_lock.h"
#include "admin/line_socket.h"

namespace vip {
namespace {

tl::expected<OperatorAnswer, Unreachable> ask_server(const LineSocket& server,
                                                     const OperatorCall& call) {
  if (server.send(write_operator_request(call.command, call.arguments))) {
    if (const auto line = server.receive(LineSocket::kWholeAnswerSeconds))
      if (auto answer = read_operator_answer(*line)) return *std::move(answer);
  }
  return tl::unexpected{Unreachable{
      "The process that serves " + call.data +
      " took the command but did not answer. Look at its log, and whether the change was made."}};
}

}  // namespace

tl::expected<OperatorAnswer, Unreachable> call_operator(
    const OperatorCall& call, const std::function<OperatorSurroundings()>& surroundings,
    const Platform::Progress& progress) {
  if (const auto server = LineSocket::connect(call.data)) return ask_server(*server, call);
  if (!call.may_create && !PlatformDatabase::exists(call.data)) {
    return tl::unexpected{Unreachable{"There is no platform in " + call.data +
                                      ". Name its directory with --data, start a server, or begin "
                                      "with: vip business create NAME"}};
  }
  try {
    const auto lock = DataLock::take(call.data);
    if (!lock) {
      return tl::unexpected{
          Unreachable{"Another process holds " + call.data +
                      " and does not answer on its socket yet. Try again in a moment."}};
    }
    Platform platform{call.data, system_clock(), progress};
    OperatorService service{platform, surroundings()};
    const auto arguments = json::parse(call.arguments);
    return service.perform(call.command, *arguments);
  } catch (const std::exception& error) {
    return tl::unexpected{Unreachable{error.what()}};
  }
}

void erase_tenant_files(const std::string& data, const Uuid& tenant) {
  const auto file = data + "/tenants/" + to_string(tenant) + ".db";
  // The main file last: what is left of it alone would look like a tenant without its newest
  // writes.
  for (const auto* suffix : {"-wal", "-shm", "-journal", ""})
    std::filesystem::remove(file + suffix);
  std::filesystem::remove_all(data + "/jobs/" + to_string(tenant));  // inputs of open jobs
}

}  // namespace vip
