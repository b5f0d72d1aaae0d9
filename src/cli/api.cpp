// `vip api`: one request to the API, with everything that it needs.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/api_access.h"
#include "cli/api_request.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "config/settings.h"

namespace vip::cli {
namespace {

struct ApiState {
  AccessOptions access;
  std::vector<std::string> words, query, fields, texts, headers;
  std::string input, output, correlation_id;
  bool paginate = false;
  bool include = false;
};

std::string read_input(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>{std::cin}, {}};
  std::ifstream input{file, std::ios::binary};
  if (!input) throw CallFailed{kUsage, "The file " + file + " cannot be read."};
  return {std::istreambuf_iterator<char>{input}, {}};
}

bool has_body_fields(const ApiState& state) {
  return !state.fields.empty() || !state.texts.empty();
}

std::string body_text(const ApiState& state) {
  if (!state.input.empty() && has_body_fields(state))
    throw CallFailed{kUsage, "A body comes from --input or from fields (-f, -s), not from both."};
  if (!state.input.empty()) return read_input(state.input);
  if (!has_body_fields(state)) return {};
  json::Node object;
  add_fields(object, state.fields, false);
  add_fields(object, state.texts, true);
  return json::to_string(object);
}

net::ClientRequest request_of(const ApiState& state, const Credentials& credentials) {
  const bool has_body = !state.input.empty() || has_body_fields(state);
  const auto [method, path] = method_and_path(state.words, has_body);
  const auto& origin = credentials.origin;
  const std::string base =
      (origin.secure ? "https://" : "http://") + origin.authority() + origin.path;
  net::ClientRequest request;
  request.method = method;
  request.target = origin.path + target_of(path, state.query, base);
  request.body = body_text(state);
  bool names_type = false;
  for (const auto& text : state.headers) {
    request.headers.push_back(header_of(text));
    std::string name = request.headers.back().first;
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    names_type = names_type || name == "content-type";
  }
  if (has_body && !names_type) request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Accept", "*/*");
  if (!state.correlation_id.empty())
    request.headers.push_back(header_of("X-Correlation-Id: " + state.correlation_id));
  if (!credentials.tenant.empty())
    request.headers.push_back(header_of("Tenant-Id: " + credentials.tenant));
  const auto token =
      credentials.token.empty() ? request_token(credentials, {}).value : credentials.token;
  request.headers.push_back(header_of("Authorization: Bearer " + token));
  return request;
}

// The standard output, or the file of --output.
class ApiOutput {
 public:
  explicit ApiOutput(std::string file)
      : is_terminal_{file.empty() && ::isatty(STDOUT_FILENO) == 1}, name_{std::move(file)} {}
  bool is_terminal() const { return is_terminal_; }
  void write(std::string_view text) {
    // Not opened before there is something to write: a request that fails leaves the file alone.
    if (!name_.empty() && !file_.is_open()) file_.open(name_, std::ios::binary | std::ios::trunc);
    std::ostream& stream = name_.empty() ? std::cout : file_;
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream)
      throw CallFailed{
          kRefused, (name_.empty() ? "The output" : "The file " + name_) + " cannot be written."};
  }

 private:
  bool is_terminal_;
  std::string name_;
  std::ofstream file_;
};

bool is_json(const net::ClientResponse& head) {
  const auto type = head.header("Content-Type");
  return type.starts_with("application/") && type.find("json") != std::string::npos;
}

bool is_text(const net::ClientResponse& head) {
  return is_json(head) || head.header("Content-Type").starts_with("text/");
}

void print_head(const net::ClientResponse& head, ApiOutput& output) {
  std::string text = "HTTP/1.1 " + std::to_string(head.status) + " " + head.reason + "\n";
  for (const auto& [name, value] : head.headers)
    text.append(name).append(": ").append(value) += '\n';
  output.write(text + "\n");
}

// Sends; what comes as a success goes to `take` piece by piece. An error is told, with its body on
// the output only where the whole response is wanted.
net::ClientResponse exchange(const ApiState& state, const net::Origin& origin,
                             const net::ClientRequest& request, ApiOutput& output,
                             const net::BodyReceiver& take) {
  std::string refusal;
  auto head = send(origin, request, [&](const net::ClientResponse& so_far, std::string_view piece) {
    if (so_far.status < 400) return take(so_far, piece);
    refusal += piece;
  });
  if (head.status < 400) return head;
  if (state.include) {
    print_head(head, output);
    output.write(refusal + "\n");
  }
  throw CallFailed{exit_code_of(head.status), problem_text(head.status, head.reason, refusal,
                                                           head.header("X-Correlation-Id"))};
}

// JSON is indented for a terminal; everything else goes on as it comes.
int call_once(const ApiState& state, const net::Origin& origin, const net::ClientRequest& request,
              ApiOutput& output) {
  std::string kept;
  bool began = false;
  const auto head = exchange(
      state, origin, request, output,
      [&](const net::ClientResponse& so_far, std::string_view piece) {
        if (!began && state.include) print_head(so_far, output);
        began = true;
        if (output.is_terminal() && is_json(so_far)) {
          kept += piece;
          return;
        }
        if (output.is_terminal() && !is_text(so_far))
          throw CallFailed{kUsage, "The response is " + so_far.header("Content-Type") +
                                       ", nothing for a terminal. Name a file with --output."};
        output.write(piece);
      });
  if (!began && state.include) print_head(head, output);
  const auto parsed = json::parse(kept, {.depth = 64, .nodes = 10'000'000});
  if (!kept.empty()) output.write((parsed ? indented_json(*parsed) : kept) + "\n");
  return kDone;
}

// One object with the results of all pages, written as they come.
int call_all_pages(const ApiState& state, const Credentials& credentials,
                   net::ClientRequest request, ApiOutput& output) {
  if (request.method != "GET") throw CallFailed{kUsage, "--paginate goes with GET."};
  const auto& origin = credentials.origin;
  const std::string base =
      (origin.secure ? "https://" : "http://") + origin.authority() + origin.path;
  std::size_t count = 0;
  while (true) {
    std::string page;
    const auto head = exchange(state, origin, request, output,
                               [&](const auto&, std::string_view piece) { page += piece; });
    const auto parsed = json::parse(page, {.depth = 64, .nodes = 10'000'000});
    const auto* results = parsed ? parsed->find("results") : nullptr;
    if (results == nullptr) throw CallFailed{kUsage, "The response is no list: it has no results."};
    if (count == 0) output.write("{\"results\":[");
    for (const auto& item : results->items) {
      output.write(count++ == 0 ? "\n" : ",\n");
      output.write(output.is_terminal() ? indented_json(item) : json::to_string(item));
    }
    const auto next = next_link(head.header("Link"));
    const auto target = next.empty() ? "" : origin.path + target_of(next, {}, base);
    if (target.empty() || target == request.target || results->items.empty()) break;
    request.target = target;
  }
  output.write("\n]}\n");
  return kDone;
}

int run_api(const ApiState& state) {
  // What is wrong with the arguments is told before anything is asked.
  (void)method_and_path(state.words, !state.input.empty() || has_body_fields(state));
  const auto credentials = find_credentials(state.access, config::process_environment);
  const auto request = request_of(state, credentials);
  ApiOutput output{state.output};
  return state.paginate ? call_all_pages(state, credentials, request, output)
                        : call_once(state, credentials.origin, request, output);
}

constexpr auto kApiNotes =
    R"(Gets a token, sends one request and prints the response: indented on a terminal, as it came
elsewhere. An error goes to the standard error output, with its correlation id. A GET is meant where no
method is given, or a POST where there is a body.

Exit codes: 4 when the answer is 4xx, 5 when it is 5xx, else as for every command.)";

void add_body_options(CLI::App& command, ApiState& state) {
  const auto each = [&](const std::string& name, std::vector<std::string>& values,
                        const std::string& value_name, const std::string& description) {
    command.add_option(name, values, description)->allow_extra_args(false)->type_name(value_name);
  };
  each("-q,--query", state.query, "KEY=VALUE", "A parameter of the query; encoded for you");
  each("-f,--field", state.fields, "NAME=VALUE",
       "A member of the JSON body: true, false, null and numbers as such, else text; a[b]=1 is a "
       "member of a, a[]=1 an item of it, a=@FILE the text of a file");
  each("-s,--string", state.texts, "NAME=VALUE", "The same, always as text");
  each("-H,--header", state.headers, "HEADER", "\"Name: value\"");
  add_value(command, "--input", state.input, "FILE",
            "The body as it is, from a file or, with -, from the standard input; JSON unless a "
            "header says another Content-Type");
}

}  // namespace

void add_api_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<ApiState>();
  auto* command = app.add_subcommand("api", "Send a request to the API")->group(kCalling);
  command
      ->add_option("request", state->words,
                   "A method and a path with its domain, as GET "
                   "/contact-management/v1/api/contacts")
      ->required()
      ->type_name("[METHOD] PATH");
  add_body_options(*command, *state);
  command->add_flag("--paginate", state->paginate,
                    "Follow the pages of a list; print the results of all as one list");
  command->add_flag("-i,--include", state->include, "Print the status and the headers too");
  add_value(*command, "-o,--output", state->output, "FILE", "Write the response to a file");
  add_value(*command, "--correlation-id", state->correlation_id, "ID",
            "An id of yours for the request, by which it is found in logs");
  add_access_options(*command, state->access);
  add_value(*command, "--tenant", state->access.tenant, "UUID", "The tenant (VIP_TENANT_ID)")
      ->group("Server and credentials");
  describe(
      *command, kApiNotes,
      {{"vip api GET /contact-management/v1/api/contacts -q contact-type=Client -q size=2", ""},
       {"vip api /location-management/v1/api/regions --paginate", ""},
       {"vip api POST /location-management/v1/api/regions -f name=Borders", ""},
       {"echo '{\"name\":\"Fens\"}' | vip api POST /location-management/v1/api/regions --input -",
        ""}});
  command->callback([state, &outcome] {
    try {
      outcome.exit_code = run_api(*state);
    } catch (const CallFailed& failed) {
      std::cout.flush();
      std::cerr << "vip: " << failed.what() << '\n';
      outcome.exit_code = failed.exit_code();
    }
  });
}

}  // namespace vip::cli
