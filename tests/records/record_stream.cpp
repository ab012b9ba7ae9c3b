#include "records/record_stream.hpp"

#include "records/bgzf_writer.hpp"
#include "support/listed_paths.hpp"

#include <libdeflate.h>

#include <numeric>
#include <stdexcept>

namespace hapmill::test {
namespace {

constexpr std::size_t most_content = 65280;

std::uint32_t little_endian(std::string_view text, std::size_t at, int byte_count) {
  std::uint32_t value = 0;
  for (int k = byte_count; k-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(text.at(at + static_cast<std::size_t>(k)));
  }
  return value;
}

std::size_t random_size(Random& random) {
  switch (random.below(12)) {
    case 0:
      return random.between(most_content - 3, most_content + 3);
    case 1:
      return random.between(2 * most_content - 2, 2 * most_content + 2);
    case 2:
      return random.between(100'000, 400'000);
    case 3:
      return random.between(20'000, 64'000);
    case 4:
      return 1;
    default:
      return random.between(2, 3'000);
  }
}

std::string random_record(Random& random) {
  std::string record;
  std::size_t const size = random_size(random);
  bool const is_noise = random.one_in(10);
  while (record.size() + 1 < size) {
    char const byte = is_noise ? static_cast<char>(random.below(256)) : "ACGT|\t"[random.below(6)];
    record += byte == '\n' ? ' ' : byte;
  }
  return record + '\n';
}

}  // namespace

RecordStream make_random_stream(std::uint64_t seed, std::size_t record_count) {
  Random random{seed};
  RecordStream stream;
  stream.header =
      std::string(random.pick(std::vector<std::size_t>{0, 10, 65'279, 65'280, 200'000}), 'h');
  for (std::size_t k = 0; k < record_count; ++k) {
    if (random.one_in(8)) stream.segments.push_back(k);
    if (random.one_in(30)) stream.segments.push_back(k);
    stream.records.push_back(random_record(random));
  }
  if (random.one_in(4)) stream.segments.push_back(record_count);
  return stream;
}

void write_records(RecordWriter& writer, RecordStream const& stream, std::uint64_t split_seed) {
  Random random{split_seed};
  std::string call;
  std::vector<std::uint64_t> begins;
  auto const write_call = [&] {
    writer.write(call.data(), call.size(), begins);
    call.assign(call.size(), 'x');  // the writer must not use it any more
    call.clear();
    begins.clear();
  };
  std::size_t segment = 0;
  for (std::size_t k = 0; k <= stream.records.size(); ++k) {
    // A segment that starts between two calls may belong to the end of one or the start of the
    // other.
    if (split_seed != 0 && random.one_in(5)) write_call();
    while (segment < stream.segments.size() && stream.segments[segment] == k) {
      begins.push_back(call.size());
      ++segment;
    }
    if (split_seed != 0 && random.one_in(5)) write_call();
    if (k < stream.records.size()) call += stream.records[k];
  }
  write_call();
}

void write_bgzf(std::string const& path, RecordStream const& stream, Compression const& compression,
                RecordIndex* index) {
  OutputFile output{output_path(path)};
  TaskPool pool{compression.thread_count};
  BgzfWriter writer{output, pool, compression.level, stream.kind, index};
  writer.write_header(stream.header);
  write_records(writer, stream, compression.split_seed);
  writer.finish();
  output.publish();
}

std::vector<std::string> cut_by_reference(RecordStream const& stream) {
  std::vector<std::string> blocks;
  std::string block;
  auto const end_block = [&] {
    if (!block.empty()) blocks.push_back(block);
    block.clear();
  };
  auto const append = [&](std::string const& text) {
    for (char const byte : text) {
      if (block.size() == most_content) end_block();
      block += byte;
    }
  };
  append(stream.header);
  end_block();
  std::size_t segment = 0;
  for (std::size_t k = 0; k < stream.records.size(); ++k) {
    for (; segment < stream.segments.size() && stream.segments[segment] == k; ++segment) {
      end_block();
    }
    if (block.size() + stream.records[k].size() > most_content) end_block();
    append(stream.records[k]);
  }
  end_block();
  return blocks;
}

std::vector<std::string> read_blocks(std::string_view file) {
  auto const expect = [](bool holds, char const* what) {
    if (!holds) throw std::runtime_error{what};
  };
  libdeflate_decompressor* const decompressor = ::libdeflate_alloc_decompressor();
  std::vector<std::string> blocks;
  bool has_end = false;
  while (!file.empty()) {
    expect(!has_end, "an empty block in the middle");
    using namespace std::literals;
    expect(file.substr(0, 16) == "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0"sv, "a header");
    std::size_t const size = little_endian(file, 16, 2) + 1;
    std::string content(little_endian(file, size - 4, 4), '\0');
    expect(content.size() <= most_content, "too much in a block");
    expect(
        ::libdeflate_deflate_decompress(decompressor, file.data() + 18, size - 26, content.data(),
                                        content.size(), nullptr) == LIBDEFLATE_SUCCESS,
        "deflated data");
    expect(
        ::libdeflate_crc32(0, content.data(), content.size()) == little_endian(file, size - 8, 4),
        "a CRC");
    has_end = content.empty();
    if (!has_end) blocks.push_back(content);
    file.remove_prefix(size);
  }
  expect(has_end, "no block at the end");
  ::libdeflate_free_decompressor(decompressor);
  return blocks;
}

std::string join(std::vector<std::string> const& texts) {
  return std::accumulate(texts.begin(), texts.end(), std::string{});
}

}  // namespace hapmill::test
