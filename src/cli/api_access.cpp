// Credentials and tokens of the commands that call the API. A secret is never an argument: others
// on the machine see those.

#include "cli/api_access.h"

#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>

#include "admin/variables_file.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "core/json.h"
#include "http/query_string.h"

namespace vip::cli {
namespace {

constexpr auto kUsualFile = ".vip/sandbox.env";
constexpr auto kAccessGroup = "Server and credentials";
constexpr std::chrono::seconds kQuiet{120};

[[noreturn]] void refuse_access(const std::string& message) { throw CallFailed{kUsage, message}; }

void warn_if_readable_by_others(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    std::cerr << "vip: other users can read " << file << "; close it to them: chmod 600 " << file
              << '\n';
}

class Places {
 public:
  using Environment = std::function<std::optional<std::string>(const std::string&)>;

  Places(const AccessOptions& options, Environment environment)
      : environment_{std::move(environment)}, file_comes_first_{!options.credentials.empty()} {
    const auto named = environment_("VIP_CREDENTIALS").value_or("");
    file_ = file_comes_first_ ? options.credentials : named.empty() ? kUsualFile : named;
    const auto read = read_variables(file_);
    if (!read && (file_comes_first_ || !named.empty()))
      refuse_access("The credentials file " + file_ + " cannot be read.");
    if (!read) return;
    variables_ = *read;
    warn_if_readable_by_others(file_);
  }

  std::string value(const std::string& name) const {
    std::string first = file_comes_first_ ? of_file(name) : of_environment(name);
    if (!first.empty()) return first;
    return file_comes_first_ ? of_environment(name) : of_file(name);
  }

  std::pair<std::string, std::string> client() const {
    const auto pair_of = [](auto&& of, const std::string& place) {
      const std::string id = of("VIP_CLIENT_ID");
      const std::string secret = of("VIP_CLIENT_SECRET");
      if (id.empty() != secret.empty())
        refuse_access(place +
                      " has only one of VIP_CLIENT_ID and VIP_CLIENT_SECRET. Both must come from "
                      "one place.");
      return std::pair{id, secret};
    };
    const auto in_file = [&] {
      return pair_of([this](const auto& name) { return of_file(name); }, file_);
    };
    const auto in_environment = [&] {
      return pair_of([this](const auto& name) { return of_environment(name); }, "The environment");
    };
    auto first = file_comes_first_ ? in_file() : in_environment();
    if (!first.first.empty()) return first;
    return file_comes_first_ ? in_environment() : in_file();
  }

  const std::string& file() const { return file_; }

 private:
  std::string of_file(const std::string& name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? "" : found->second;
  }
  std::string of_environment(const std::string& name) const {
    return environment_(name).value_or("");
  }

  Environment environment_;
  bool file_comes_first_;
  std::string file_;
  Variables variables_;
};

std::string text_of(const json::Node* node, std::string_view name) {
  const auto* member = node == nullptr ? nullptr : node->find(name);
  return member == nullptr ? "" : member->text;
}

}  // namespace

int exit_code_of(int status) { return status < 400 ? kDone : status < 500 ? 4 : 5; }

void add_access_options(CLI::App& command, AccessOptions& options) {
  add_value(command, "--credentials", options.credentials, "FILE",
            "File with VIP_URL, VIP_CLIENT_ID, VIP_CLIENT_SECRET and VIP_TENANT_ID, as `vip "
            "sandbox` writes it (VIP_CREDENTIALS; .vip/sandbox.env unless given)")
      ->group(kAccessGroup);
  add_value(command, "--url", options.url, "URL", "The server (VIP_URL)")->group(kAccessGroup);
}

Credentials find_credentials(
    const AccessOptions& options,
    const std::function<std::optional<std::string>(const std::string&)>& environment) {
  const Places places{options, environment};
  const std::string where = " Name a file with --credentials, or set it in the environment; " +
                            places.file() + " does not have it.";
  Credentials found;
  const std::string url = options.url.empty() ? places.value("VIP_URL") : options.url;
  if (url.empty()) refuse_access("Which server? There is no VIP_URL." + where);
  const auto origin = net::Origin::parse(url);
  if (!origin)
    refuse_access(
        "The server's URL must be http:// or https:// with a host, as https://api.example.com.");
  found.origin = *origin;
  found.tenant = options.tenant.empty() ? places.value("VIP_TENANT_ID") : options.tenant;
  found.token = environment("VIP_TOKEN").value_or("");
  std::tie(found.client_id, found.client_secret) = places.client();
  if (found.client_id.empty() && found.token.empty())
    refuse_access("Which client? There is no VIP_CLIENT_ID with a VIP_CLIENT_SECRET." + where);
  if (!origin->secure && !origin->is_loopback())
    std::cerr << "vip: http to " << origin->host
              << " is not encrypted; others on the way can read the secret and the data\n";
  return found;
}

Token request_token(const Credentials& credentials, const std::vector<std::string>& scopes) {
  std::string scope;
  for (const auto& name : scopes) scope.append(scope.empty() ? "" : " ").append(name);
  net::ClientRequest request;
  request.method = "POST";
  request.target = credentials.origin.path + "/oauth/token";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body =
      "grant_type=client_credentials&client_id=" + http::percent_encode(credentials.client_id) +
      "&client_secret=" + http::percent_encode(credentials.client_secret);
  if (!scope.empty()) request.body += "&scope=" + http::percent_encode(scope);
  Token token;
  const auto response = send(credentials.origin, request, [&](const auto&, std::string_view piece) {
    token.response.append(piece);
  });
  const auto parsed = json::parse(token.response);
  const json::Node* node = parsed ? &*parsed : nullptr;
  if (response.status != 200) {
    throw CallFailed{exit_code_of(response.status),
                     "No token: " + std::to_string(response.status) + " " + text_of(node, "error") +
                         ": " + text_of(node, "error_description") + " (correlation id " +
                         response.header("X-Correlation-Id") + ")"};
  }
  token.value = text_of(node, "access_token");
  if (token.value.empty())
    throw CallFailed{kRefused, "What answers at " + credentials.origin.authority() +
                                   " is not the token endpoint of a vip server."};
  const auto seconds = text_of(node, "expires_in");
  std::from_chars(seconds.data(), seconds.data() + seconds.size(), token.expires_in);
  return token;
}

net::ClientResponse send(const net::Origin& origin, const net::ClientRequest& request,
                         const net::BodyReceiver& receive) {
  try {
    return net::send_request(origin, request, receive, kQuiet);
  } catch (const CallFailed&) {
    throw;
  } catch (const std::exception& error) {
    throw CallFailed{kUnreachable, std::string{error.what()} + "."};
  }
}

}  // namespace vip::cli
