#pragma once

#include "records/record_writer.hpp"

namespace hapmill {

/// Writes records as they are, without a copy.
class PlainWriter final : public RecordWriter {
 public:
  using RecordWriter::RecordWriter;

  void write_header(std::string_view header) override { output().write(header); }
  void write(char const* records, std::size_t size, std::span<std::uint64_t const>) override {
    output().write(records, size);
  }
  void finish() override {}
};

}  // namespace hapmill
