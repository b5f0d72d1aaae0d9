#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

namespace vip::net {

// Sockets of any stream protocol: connections of TCP and of Unix sockets are served alike.
using Protocol = boost::asio::generic::stream_protocol;
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<Protocol, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Protocol, Executor>;

}  // namespace vip::net
