// The administration commands over HTTP.

#include "admin/admin_application.h"

#include <algorithm>

#include "core/error_code.h"
#include "http/negotiation.h"

namespace vip {
namespace {

constexpr std::string_view kCommands = "/admin/v1/commands/";
// As much as a command line can pass.
constexpr std::size_t kBodyLimit = 4 * 1024 * 1024;

http::Response json_response(int status, std::string_view media_type, std::string body) {
  http::Response response;
  response.status = status;
  response.header("Content-Type", std::string{media_type}).header("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

// Without the `type` and `code` of the API's problems: those are a contract with integrators, who
// never see these.
http::Response problem_response(int status, std::string_view detail) {
  std::string body;
  json::Writer{body}
      .begin_object()
      .key("type")
      .string("about:blank")
      .key("status")
      .number(status)
      .key("detail")
      .string(detail)
      .end_object();
  return json_response(status, "application/problem+json", std::move(body));
}

http::Response problem_response(const Problem& problem) {
  const auto& about = info(problem.code);
  auto response = problem_response(
      about.status, problem.detail.empty() ? about.title : std::string_view{problem.detail});
  for (const auto& [name, value] : problem.headers) response.header(name, value);
  return response;
}

int status_of(AdminError::Kind kind) {
  switch (kind) {
    case AdminError::Kind::usage:
      return 400;
    case AdminError::Kind::refused:
      return 422;
    case AdminError::Kind::failed:
      break;
  }
  return 500;
}

http::Response response_to(AdminAnswer answer) {
  if (!answer) return problem_response(status_of(answer.error().kind()), answer.error().what());
  return json_response(200, "application/json", *std::move(answer));
}

class CommandExchange final : public http::Exchange {
 public:
  CommandExchange(AdminService& service, const AdminApplication::Executor& executor,
                  std::string_view command)
      : service_{service}, executor_{executor}, command_{command} {}

  std::size_t body_limit() const override { return kBodyLimit; }

  void run(std::string body, http::Responder respond) override {
    auto arguments = json::parse(body);
    if (!arguments) return respond(problem_response(arguments.error()));
    if (!arguments->is(json::Node::Kind::object))
      return respond(problem_response(400, "The arguments must be a JSON object."));
    auto work = [&service = service_, command = command_, arguments = *std::move(arguments),
                 respond] { respond(response_to(service.perform(command, arguments))); };
    if (!executor_(std::move(work)))
      respond(problem_response(503, "Too many commands wait. Try again in a moment."));
  }

  http::Response refuse(const Problem& problem) override { return problem_response(problem); }

 private:
  AdminService& service_;
  const AdminApplication::Executor& executor_;
  std::string_view command_;
};

}  // namespace

std::string command_path(std::string_view command) {
  std::string path{kCommands};
  path += command;
  std::replace(path.begin(), path.end(), ' ', '-');
  return path;
}

std::string admin_socket_path(const std::string& data) { return data + "/vip.sock"; }

http::Admitted AdminApplication::admit(http::RequestHead head) {
  if (head.path == "/metrics") return metrics_.admit(std::move(head));
  if (!head.path.starts_with(kCommands)) {
    return {nullptr, problem_response(404, "There are only /metrics and the commands below " +
                                               std::string{kCommands} + ".")};
  }
  const auto names = AdminService::command_names();
  const auto command = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
    return command_path(name) == head.path;
  });
  if (command == names.end()) return {nullptr, problem_response(404, AdminService::kNoSuchCommand)};
  if (head.method != http::Method::post) {
    auto response = problem_response(405, "Commands are given by POST.");
    response.header("Allow", "POST");
    return {nullptr, std::move(response)};
  }
  if (http::content_media_type(head.headers) != "application/json")
    return {nullptr, problem_response(415, "The arguments must be application/json.")};
  return {std::make_unique<CommandExchange>(service_, executor_, *command), {}};
}

http::Response AdminApplication::malformed(const Problem& problem, std::string_view) {
  auto response = problem_response(problem);
  response.close = true;
  return response;
}

}  // namespace vip
