#include "backup/s3_client.h"

#include <curl/curl.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <thread>

#include "core/bytes.h"

namespace vip {
namespace {

constexpr int kAttempts = 4;
constexpr std::chrono::milliseconds kFirstPause{250}, kToConnect{10'000};
constexpr std::size_t kMostOfAnError = 64 * 1024;
constexpr std::size_t kLongestCode = 64;

struct Freed {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
using Url = std::unique_ptr<CURLU, Freed>;

// A part of an address; empty if it has none.
std::string part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  return std::unique_ptr<char, Freed>{text}.get();
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

[[noreturn]] void refuse_endpoint(const std::string& endpoint, const char* why) {
  throw std::runtime_error{"backup-endpoint \"" + endpoint + "\" " + why};
}

// "https://host:port/bucket" or "https://bucket.host:port".
std::string base_of(const S3Address& address, const S3Options& options) {
  const std::string endpoint = options.endpoint.empty()
                                   ? "https://s3." + options.region + ".amazonaws.com"
                                   : options.endpoint;
  const Url url{curl_url()};
  if (curl_url_set(url.get(), CURLUPART_URL, endpoint.c_str(), 0) != CURLUE_OK)
    refuse_endpoint(endpoint, "is no address. An example: https://s3.example.org");
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  const std::string host = part_of(url, CURLUPART_HOST);
  const std::string path = part_of(url, CURLUPART_PATH);
  if (scheme != "https" && scheme != "http")
    refuse_endpoint(endpoint, "must begin with https:// (or http://).");
  // It is not told: a password may be in it.
  if (!part_of(url, CURLUPART_USER).empty() || !part_of(url, CURLUPART_PASSWORD).empty())
    throw std::runtime_error{
        "backup-endpoint has a user or password: these belong into backup-credentials-file."};
  if ((!path.empty() && path != "/") || !part_of(url, CURLUPART_QUERY).empty() ||
      !part_of(url, CURLUPART_FRAGMENT).empty())
    refuse_endpoint(endpoint, "has more than a host and a port.");
  if (scheme == "http" && !options.plain_http && !is_this_machine(host))
    refuse_endpoint(endpoint,
                    "is another machine's, without TLS: anybody between could change backups. Use "
                    "https://, or set backup-http to on.");
  const std::string port = part_of(url, CURLUPART_PORT);
  const std::string authority = host + (port.empty() ? "" : ":" + port);
  return options.bucket_in_host ? scheme + "://" + address.bucket + "." + authority
                                : scheme + "://" + authority + "/" + address.bucket;
}

std::string encoded(std::string_view text) {
  const std::unique_ptr<char, Freed> out{
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()))};
  if (!out) throw std::runtime_error{"out of memory"};
  return out.get();
}

std::string md5(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr) != 1)
    throw std::runtime_error{"OpenSSL gives no MD5, which object stores ask for"};
  return base64({reinterpret_cast<const char*>(digest.data()), size});
}

std::string code_of(const std::string& body) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return {};
  std::string code = document.child("Error").child_value("Code");
  const bool is_code = code.size() <= kLongestCode && std::ranges::all_of(code, [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') || c == '.';
                       });
  return is_code ? code : std::string{};
}

struct Received {
  CURL* curl;
  std::size_t most;
  std::string body;
  bool too_large = false;
};

std::size_t receive(char* data, std::size_t, std::size_t size, void* to) {
  auto& received = *static_cast<Received*>(to);
  long status = 0;
  curl_easy_getinfo(received.curl, CURLINFO_RESPONSE_CODE, &status);
  const std::size_t most = status / 100 == 2 ? received.most : kMostOfAnError;
  if (size > most - std::min(most, received.body.size())) {
    received.too_large = true;
    return 0;
  }
  received.body.append(data, size);
  return size;
}

bool is_of_the_connection(CURLcode code) {
  constexpr std::array kAgain{CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                              CURLE_OPERATION_TIMEDOUT,   CURLE_SEND_ERROR,
                              CURLE_RECV_ERROR,           CURLE_GOT_NOTHING,
                              CURLE_PARTIAL_FILE,         CURLE_SSL_CONNECT_ERROR};
  return std::ranges::find(kAgain, code) != kAgain.end();
}

bool is_for_another_time(long status) {
  return status == 408 || status == 429 || (status >= 500 && status != 501);
}

void start_curl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (kStarted != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
}

using Headers = std::unique_ptr<curl_slist, Freed>;

void add(Headers& headers, const std::string& line) {
  curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) throw std::runtime_error{"out of memory"};
  (void)headers.release();
  headers.reset(longer);
}

// libcurl 7.88 takes the content's digest from the header; without one it would leave it unsigned.
Headers headers_of(const S3Request& request) {
  Headers headers;
  add(headers, "x-amz-content-sha256: " + hex(as_view(sha256(request.body))));
  if (request.method == "PUT") {
    add(headers, "Content-Type: application/octet-stream");
    add(headers, "Content-MD5: " + md5(request.body));
  }
  return headers;
}

}  // namespace

struct S3Client::Attempt {
  CURLcode code = CURLE_OK;
  std::string reason;  // of a failure of the connection
  bool too_large = false;
  S3Answer answer;
};

S3Client::S3Client(const S3Address& address, S3Options options) : options_{std::move(options)} {
  start_curl();
  base_ = base_of(address, options_);
  name_ = "the object store " + base_;
  if (options_.access_key.empty() || options_.secret.empty())
    throw std::runtime_error{
        "The object store asks for an access key: give the file with it and its secret "
        "(backup-credentials-file), or VIP_BACKUP_ACCESS_KEY and VIP_BACKUP_SECRET_KEY."};
  curl_ = curl_easy_init();
  if (curl_ == nullptr) throw std::runtime_error{"libcurl does not start"};
}

S3Client::~S3Client() { curl_easy_cleanup(curl_); }

std::string S3Client::url_of(const S3Request& request) const {
  std::string url = base_ + "/" + request.key;
  char before = '?';
  for (const auto& [name, value] : request.query) {
    url += before + name + "=" + encoded(value);
    before = '&';
  }
  return url;
}

S3Client::Attempt S3Client::attempt(const S3Request& request) {
  Received received{curl_, request.most, {}};
  std::array<char, CURL_ERROR_SIZE> error{};
  const Headers headers = headers_of(request);
  const bool has_tls = base_.starts_with("https:");
  curl_easy_reset(curl_);  // keeps the connection
  const auto set = [this](CURLoption option, auto value) {
    if (curl_easy_setopt(curl_, option, value) != CURLE_OK)
      throw std::runtime_error{"libcurl does not have an option that is needed"};
  };
  set(CURLOPT_URL, url_of(request).c_str());
  set(CURLOPT_PROTOCOLS_STR, has_tls ? "https" : "http");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!has_tls) set(CURLOPT_PROXY, "");
  if (!options_.ca_file.empty()) {
    set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // the system's, which would be added
  }
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "PUT") {
    set(CURLOPT_POSTFIELDS, request.body.data() == nullptr ? "" : request.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_AWS_SIGV4, ("aws:amz:" + options_.region + ":s3").c_str());
  set(CURLOPT_USERNAME, options_.access_key.c_str());
  set(CURLOPT_PASSWORD, options_.secret.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(kToConnect, options_.timeout).count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
  set(CURLOPT_WRITEFUNCTION, &receive);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&received));
  set(CURLOPT_ERRORBUFFER, error.data());
  Attempt made;
  made.code = curl_easy_perform(curl_);
  curl_easy_setopt(curl_, CURLOPT_ERRORBUFFER, nullptr);
  made.reason = error[0] != '\0' ? error.data() : curl_easy_strerror(made.code);
  made.too_large = received.too_large;
  curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &made.answer.status);
  if (made.answer.status / 100 != 2) made.answer.code = code_of(received.body);
  made.answer.body = std::move(received.body);
  return made;
}

S3Answer S3Client::call(const S3Request& request) {
  const std::lock_guard held{turn_};
  std::chrono::milliseconds pause = kFirstPause;
  for (int left = kAttempts - 1;; --left) {
    Attempt made = attempt(request);
    const long status = made.answer.status;
    const bool answered = made.code == CURLE_OK;
    if (answered && (status / 100 == 2 || (status == 404 && made.answer.code != "NoSuchBucket")))
      return std::move(made.answer);
    const bool again = answered ? is_for_another_time(status) : is_of_the_connection(made.code);
    if (!again || left == 0) fail(request, made);
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
}

void S3Client::fail(const S3Request& request, const Attempt& last) const {
  std::string what = name_ + ": " + request.method + " ";
  what += request.key.empty() ? "(list)" : request.key;
  what[0] = 'T';
  if (last.too_large)
    throw std::runtime_error{what + " was answered with more than " + std::to_string(request.most) +
                             " bytes."};
  if (last.code != CURLE_OK) {
    what += " failed: " + last.reason + ".";
    if (is_of_the_connection(last.code)) throw StoreUnreachable{what};
    throw std::runtime_error{what};
  }
  what += " was answered with status " + std::to_string(last.answer.status);
  if (!last.answer.code.empty()) what += " " + last.answer.code;
  what += ".";
  if (is_for_another_time(last.answer.status)) throw StoreUnreachable{what};
  throw std::runtime_error{what};
}

}  // namespace vip
