#pragma once

#include <string>
#include <thread>

#include "admin/line_socket.h"
#include "admin/operator_service.h"

namespace vip {

// Serves the operators' commands on the data directory's Unix socket while a server runs. One line
// asks:
//   {"command": "client create", "arguments": {...}}
// and one answers: {"result": {...}}, {"refused": "<why>"} or {"usage": "<why>"}.
class OperatorSocket {
 public:
  OperatorSocket(const std::string& directory, OperatorService& service);
  ~OperatorSocket();  // after the command that runs, if any
  OperatorSocket(const OperatorSocket&) = delete;
  OperatorSocket& operator=(const OperatorSocket&) = delete;

 private:
  void serve();
  void answer(const LineSocket& caller);

  OperatorService& service_;
  std::string directory_;
  LineSocket listener_;
  int wake_;  // readable when it is time to end
  std::thread thread_;
};

}  // namespace vip
