// Serves the pages that were built into the binary and the contracts that are generated from the
// declarations.
//
// Everything here is public, so no request may cost much: a document is made at its first request,
// compressed once for each coding, and then served from memory.

#include "openapi/portal.h"

#include <array>
#include <functional>
#include <mutex>
#include <utility>

#include "core/bytes.h"
#include "core/json.h"
#include "http/conditional.h"
#include "http/negotiation.h"
#include "http/problem_json.h"

namespace vip {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kSupportMark = "<!--vip:support-->";
constexpr std::string_view kPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src "
    "'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

bool reads(http::Method method) {
  return method == http::Method::get || method == http::Method::head;
}

std::string_view media_type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTypes{
      {{".html", kHtml},
       {".css", "text/css; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".json", "application/json"},
       {".yaml", "application/yaml"},
       {".txt", "text/plain; charset=utf-8"}}};
  for (const auto& [ending, type] : kTypes)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

// "docs/index.html" is served at /docs, "docs/errors/empty.html" at /docs/errors/empty, other files
// at their own names.
std::string address_of(std::string_view file) {
  std::string path = "/" + std::string(file);
  for (const std::string_view ending : {std::string_view("/index.html"), std::string_view(".html")})
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  return path;
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

std::string with_support(std::string_view page, const std::string& support) {
  std::string out(page);
  const std::size_t at = out.find(kSupportMark);
  if (at == std::string::npos) return out;
  const std::string paragraph =
      support.empty() ? "" : "<p>Support: " + escape_html(support) + "</p>";
  return out.replace(at, kSupportMark.size(), paragraph);
}

std::string domains_json(const Catalogue& catalogue) {
  std::string out;
  json::Writer writer{out};
  writer.begin_array();
  for (const auto& domain : catalogue.domains) {
    writer.begin_object().key("name").string(domain->name).key("title").string(domain->title);
    writer.key("version").string(domain->version);
    const std::string place = domain->name + "/v1/";
    writer.key("document").string(place + "openapi.json");
    writer.key("document-3.0").string(place + "openapi-3.0.json");
    writer.key("postman").string(place + "postman.json").end_object();
  }
  writer.end_array();
  return out;
}

std::string sandbox_json(const SandboxCredentials& sandbox) {
  std::string out;
  json::Writer writer{out};
  writer.begin_object().key("client-id").string(sandbox.client_id);
  writer.key("client-secret").string(sandbox.client_secret);
  writer.key("tenant-id").string(sandbox.tenant_id).end_object();
  return out;
}

}  // namespace

// One document: how its text is made, and the responses that were made from it.
class Portal::Document {
 public:
  Document(std::string_view type, std::function<std::string()> make, bool secret = false)
      : type_{type}, make_{std::move(make)}, secret_{secret} {}

  std::string_view media_type() const { return type_.substr(0, type_.find(';')); }

  // The complete response in a coding.
  const http::Response& in(http::Coding coding) {
    const auto index = static_cast<std::size_t>(coding);
    std::call_once(made_[index], [&] { answers_[index] = make(coding); });
    return answers_[index];
  }

  std::string_view etag() {
    in(http::Coding::identity);
    return etag_;
  }

 private:
  http::Response make(http::Coding coding) {
    if (coding != http::Coding::identity) {
      http::Response packed = in(http::Coding::identity);
      http::compress(packed, coding);
      return packed;
    }
    http::Response plain;
    plain.body = make_();
    etag_ = "\"" + hex(as_view(sha256(plain.body))).substr(0, 32) + "\"";
    plain.header("Content-Type", std::string(type_));
    plain.header("ETag", etag_);
    plain.header("Cache-Control", secret_ ? "no-store" : "no-cache");
    plain.header("Vary", "Accept-Encoding");
    plain.header("X-Content-Type-Options", "nosniff");
    plain.header("Referrer-Policy", "no-referrer");
    if (type_ == kHtml) plain.header("Content-Security-Policy", std::string(kPolicy));
    return plain;
  }

  std::string_view type_;
  std::function<std::string()> make_;
  bool secret_;
  std::string etag_;
  std::array<std::once_flag, 3> made_;
  std::array<http::Response, 3> answers_;
};

Portal::Portal(const Catalogue& catalogue, std::span<const EmbeddedFile> files,
               PortalOptions options)
    : options_{std::move(options)} {
  add_files(files);
  for (const auto& domain : catalogue.domains) add_contract(*domain);
  add("/explorer/domains.json", std::make_unique<Document>(media_type_of(".json"), [&catalogue] {
        return domains_json(catalogue);
      }));
  if (options_.sandbox)
    add("/explorer/sandbox.json",
        std::make_unique<Document>(
            media_type_of(".json"), [this] { return sandbox_json(*options_.sandbox); }, true));
}

Portal::~Portal() = default;

void Portal::add(std::string path, std::unique_ptr<Document> document) {
  documents_.insert_or_assign(std::move(path), std::move(document));
}

void Portal::add_files(std::span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    const std::string_view type = media_type_of(file.path);
    const bool page = type == kHtml;
    add(address_of(file.path), std::make_unique<Document>(type, [this, text = file.text, page] {
          return page ? with_support(text, to_string(options_.support)) : std::string(text);
        }));
  }
}

void Portal::add_contract(const Domain& domain) {
  using Make = std::string (*)(const Domain&, const OpenApiOptions&);
  constexpr std::array<std::pair<std::string_view, Make>, 4> kForms{
      {{"openapi.json", openapi_json},
       {"openapi.yaml", openapi_yaml},
       {"openapi-3.0.json", openapi_3_0_json},
       {"postman.json", postman_json}}};
  for (const auto& [name, make] : kForms)
    add("/" + domain.name + "/v1/" + std::string(name),
        std::make_unique<Document>(
            media_type_of(name.ends_with(".yaml") ? ".yaml" : ".json"),
            [this, &domain, make = make] { return make(domain, contract_options()); }));
}

// The page for a path of the base alone, or with a surplus slash. The links of pages are relative,
// so the browser must use the exact address.
std::optional<std::string> Portal::meant_by(std::string_view path) const {
  if (!path.ends_with('/')) return std::nullopt;
  std::string page = path == "/" ? "/docs" : std::string(path.substr(0, path.size() - 1));
  return documents_.contains(page) ? std::optional{std::move(page)} : std::nullopt;
}

std::optional<http::Admitted> Portal::admit(const http::RequestHead& head, const CallInfo& info) {
  http::Admitted admitted;
  const auto found = documents_.find(head.path);
  if (found != documents_.end()) {
    admitted.response = answer(*found->second, head, info);
  } else if (const auto page = meant_by(head.path); page && reads(head.method)) {
    admitted.response.status = 302;
    admitted.response.header("Location", options_.base + *page);
  } else {
    return std::nullopt;
  }
  // The rest of a body that nobody reads would be taken for the next request.
  admitted.response.close = head.has_body();
  return admitted;
}

http::Response Portal::answer(Document& document, const http::RequestHead& head,
                              const CallInfo& info) const {
  constexpr std::string_view kAllow = "GET, HEAD, OPTIONS";
  const http::ProblemContext context{options_.base, head.path, info.correlation_id};
  if (head.method == http::Method::options) {
    http::Response response;
    response.status = 204;
    return response.header("Allow", std::string(kAllow));
  }
  if (!reads(head.method)) {
    Problem problem{errors::method_not_allowed, "This page is read-only.", {}, {}};
    problem.headers.emplace_back("Allow", kAllow);
    return http::problem_response(problem, context);
  }
  if (!http::accepts(head.headers, {document.media_type()})) {
    const Problem problem{errors::not_acceptable,
                          "The response is " + std::string(document.media_type()) + ".",
                          {},
                          {}};
    return http::problem_response(problem, context);
  }
  if (http::if_none_match(head.headers, document.etag()) == http::TagCondition::fails) {
    http::Response response;
    response.status = 304;
    response.header("ETag", std::string(document.etag()));
    return response.header("Cache-Control", "no-cache");
  }
  return document.in(info.coding);
}

}  // namespace vip
