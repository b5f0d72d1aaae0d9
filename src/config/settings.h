#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "config/setting.h"

namespace vip::config {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

// Every setting there is. A new one is one member here and one line in all().
struct Settings {
  TextSetting listen{{"listen", "Where the API listens.", "HOST:PORT"}, "127.0.0.1:8080"};
  TextSetting data{
      {"data", "The directory that holds everything: the platform, its keys and the tenants' data.",
       "DIR"},
      "var",
      4096};
  TextSetting base_url{
      {"base-url",
       "The URL under which clients reach the API, without a slash at the end. It is the issuer of "
       "tokens and stands in links. Empty: made from the address that is listened on.",
       "URL"},
      "",
      2048};
  ListSetting trusted_proxies{
      {"trusted-proxies",
       "Proxies whose X-Forwarded-For or Forwarded is believed. Empty: neither counts."},
      "address ranges such as 10.0.0.0/8"};
  TextSetting admin_listen{
      {"admin-listen", "Where /metrics listens, for operators only. Empty: nowhere.", "HOST:PORT"},
      ""};

  DurationSetting token_lifetime{
      {"token-lifetime",
       "How long an access token is valid. The published contract says 24 hours; shorter is "
       "stricter."},
      24h,
      {10min, 24h}};
  NumberSetting token_failures_per_client{{"token-failures-per-client",
                                           "Failed token requests a minute from one address for "
                                           "one client before they are answered 429."},
                                          20,
                                          {1, 100'000}};
  NumberSetting token_failures_per_address{
      {"token-failures-per-address",
       "Failed token requests a minute from one address before they are answered 429."},
      300,
      {1, 1'000'000}};

  NumberSetting audit_days{
      {"audit-days", "How long the audit is kept, in days."}, 400, {1, 36'500}};
  NumberSetting audit_events{
      {"audit-events", "The most security events that are kept; beyond, the oldest go."},
      1'000'000,
      {1'000, 100'000'000}};
  NumberSetting rate_limit{
      {"rate-limit",
       "Milliseconds of server time a minute that a client may use for each tenant; beyond, 429. A "
       "MiB of bodies and answers counts as one. `vip client limits` sets another for one client. "
       "0: no "
       "limit."},
      60'000,
      {0, 100'000'000}};
  NumberSetting io_threads{
      {"io-threads", "Threads that accept, read and answer. 0: one for each processor."},
      0,
      {0, 256}};
  NumberSetting workers{
      {"workers",
       "Threads for searches, counts, deep pages and token requests. 0: as many as processors, at "
       "least 2."},
      0,
      {0, 256}};
  NumberSetting writers{
      {"writers",
       "Threads that write to the tenants' files. 0: one for each processor, at least 2."},
      0,
      {0, 64}};
  NumberSetting jobs{
      {"jobs", "Jobs, such as imports of price lists, that are carried out at once."}, 2, {1, 64}};
  NumberSetting max_open_tenants{
      {"max-open-tenants", "Tenants whose files are kept open at once."}, 1024, {16, 65'536}};
  NumberSetting write_queue{
      {"write-queue", "Writes that may wait in all; beyond, 503."}, 4096, {16, 1'000'000}};
  SizeSetting log_limit{{"wal-limit",
                         "How large a tenant's write-ahead log may become before reads older than "
                         "snapshot-limit are ended (503), so that it can be emptied; at twice as "
                         "much all reads are."},
                        64 << 20,
                        {1 << 20, std::int64_t{16} << 30}};
  DurationSetting snapshot_limit{
      {"snapshot-limit",
       "How long a read may keep a tenant's log from being emptied at wal-limit."},
      10s,
      {100ms, 10min}};

  SizeSetting header_section{
      {"header-section-limit", "The largest header section of a request; beyond, 431."},
      32 << 10,
      {4 << 10, 1 << 20}};
  SizeSetting header_field{
      {"header-limit", "The largest single header; beyond, 431."}, 16 << 10, {1 << 10, 1 << 20}};
  NumberSetting header_count{
      {"header-count-limit", "The most headers of a request; beyond, 431."}, 100, {16, 1000}};
  SizeSetting target{
      {"target-limit", "The longest request target; beyond, 414."}, 8 << 10, {1 << 10, 64 << 10}};
  SizeSetting body{
      {"body-limit", "The largest JSON body; beyond, 413."}, 1 << 20, {16 << 10, 64 << 20}};
  SizeSetting answer{
      {"answer-limit", "The largest JSON answer; beyond, 400."}, 16 << 20, {1 << 20, 256 << 20}};
  ListSetting extra_files{
      {"extra-files",
       "What documents may be beside the usual kinds of files: audio, zip. Empty: nothing else."},
      "audio, zip"};
  NumberSetting connections{
      {"connections", "Connections that may be open at once."}, 10'000, {16, 1'000'000}};
  NumberSetting connections_per_address{
      {"connections-per-address",
       "Connections that one address may have open; trusted proxies have no bound of their own."},
      2'000,
      {1, 1'000'000}};
  SizeSetting spool{
      {"spool-limit",
       "Disk space for uploads and inputs of jobs that are on their way, in all; beyond, 503."},
      std::int64_t{8} << 30,
      {64 << 20, std::int64_t{1} << 50}};
  SizeSetting connection_memory{
      {"connection-memory",
       "Memory for bodies that arrive slowly and answers that are read slowly, in all; one client, "
       "and one tenant, may have half. Beyond it large ones are refused (503) and the slowest "
       "readers cut off."},
      128 << 20,
      {16 << 20, std::int64_t{64} << 30}};
  SizeSetting response_cache{
      {"response-cache",
       "Memory for responses to reads that are given again until a write changes what they show. "
       "0: none."},
      32 << 20,
      {0, std::int64_t{64} << 30}};
  DurationSetting header_timeout{
      {"header-timeout", "How long a header section may take to arrive; beyond, 408."},
      10s,
      {1s, 5min}};
  DurationSetting body_timeout{
      {"body-timeout", "How long a body may take to arrive; beyond, 408."}, 30s, {1s, 10min}};
  DurationSetting idle_timeout{
      {"idle-timeout", "How long a connection may rest between two requests."}, 60s, {1s, 1h}};
  DurationSetting request_timeout{
      {"request-timeout", "How long a request may take; beyond, 503."}, 30s, {100ms, 10min}};
  DurationSetting stop_timeout{
      {"stop-timeout", "How long a stop waits for requests in flight."}, 30s, {0ms, 10min}};

  TextSetting backups{
      {"backups",
       "Where the backups are: a directory, or s3://BUCKET/PREFIX in an object store. Empty: none.",
       "PLACE"},
      "",
      4096};
  TextSetting backup_endpoint{
      {"backup-endpoint",
       "The address of the object store that backups are in, as https://s3.example.org. Empty: "
       "Amazon's in the region.",
       "URL"},
      "",
      4096};
  TextSetting backup_region{
      {"backup-region", "The region that requests to that object store are signed for.", "NAME"},
      "us-east-1"};
  ChoiceSetting backup_bucket_in{
      {"backup-bucket-in",
       "Where the bucket's name stands in addresses of that object store: path, or host for "
       "https://BUCKET.HOST."},
      {"path", "host"}};
  ChoiceSetting backup_http{
      {"backup-http",
       "Whether that object store may be reached without TLS. To this machine itself it always "
       "may."},
      {"off", "on"}};
  TextSetting backup_ca_file{
      {"backup-ca-file",
       "A file (PEM) with the certificate authorities that are trusted for that object store, in "
       "place of the system's. Empty: the system's.",
       "FILE"},
      "",
      4096};
  TextSetting backup_credentials_file{
      {"backup-credentials-file",
       "A file (mode 0600) with the access key's id and its secret for that object store, each on "
       "a line.",
       "FILE"},
      "",
      4096};
  DurationSetting backup_timeout{
      {"backup-timeout", "How long that object store may take for one request."}, 60s, {1s, 1h}};
  TextSetting backup_key_file{
      {"backup-key-file",
       "A file (mode 0600) with the 32 bytes that backups are encrypted with. Empty: they are not.",
       "FILE"},
      "",
      4096};
  DurationSetting backup_every{
      {"backup-every", "How often a running server makes a backup. 0s: never."},
      0s,
      {0s, 24h * 31}};
  NumberSetting backup_keep{
      {"backup-keep", "How many backups a running server keeps; older ones are removed."},
      30,
      {1, 10'000}};

  ChoiceSetting log_level{{"log-level",
                           "What is logged: info is every request and token, warning what an "
                           "operator should know, error "
                           "what went wrong."},
                          {"info", "debug", "warning", "error"}};
  TextSetting log_file{
      {"log-file",
       "The file that log lines are appended to (mode 0600). Empty: the standard error output.",
       "FILE"},
      "",
      4096};
  SizeSetting log_file_limit{{"log-file-limit",
                              "The size from which on the log file becomes FILE.1, in place of the "
                              "former one, and another "
                              "begins."},
                             256LL << 20,
                             {1LL << 20, 1LL << 40}};
  ChoiceSetting core_dumps{
      {"core-dumps",
       "Whether a crash may leave a core file, which has keys and personal data in it, and a "
       "debugger may look into the process."},
      {"off", "on"}};
  ChoiceSetting environment{{"environment", "What the portal says this installation is."},
                            {"sandbox", "production"}};
  TextSetting support_name{
      {"support-name", "Who helps integrators; shown in the portal and the API's documents."}, ""};
  TextSetting support_email{{"support-email", "Where they write to."}, ""};
  TextSetting support_phone{{"support-phone", "The telephone number of support."}, ""};
  TextSetting support_hours{
      {"support-hours", "When support answers, such as: Monday to Friday, 8:00 to 18:00 (UK)."},
      ""};
  TextSetting support_url{{"support-url", "Where they read on.", "URL"}, "", 2048};

  std::vector<SettingBase*> all();
  SettingBase* find(std::string_view name);
};

// Where settings come from beside the flags.
struct Sources {
  std::optional<std::string> file;  // YAML: one mapping of names to values
  std::function<std::optional<std::string>(const std::string& variable)> environment;
};

// The process's own environment.
std::optional<std::string> process_environment(const std::string& variable);

// Reads the file, then the environment; flags are read after it by who parses them. Returns all
// that was wrong, each with where it stands and what is accepted.
std::vector<std::string> load(Settings& settings, const Sources& sources);

// The settings as Markdown, for the documentation.
std::string as_markdown(Settings& settings);

}  // namespace vip::config
