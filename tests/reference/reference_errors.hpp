#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace reference {

/// An error with exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An error with exit code 3.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A bad row under `--on-bad-row error`, which has exit code 3.
struct BadRow : std::runtime_error {
  BadRow(std::uint64_t bad_line, std::string const& reason, std::optional<std::size_t> bad_field)
      : std::runtime_error(reason), line(bad_line), field(bad_field) {}
  std::uint64_t line;
  std::optional<std::size_t> field;
};

}  // namespace reference
