#include "records/record_scan.hpp"

#include <charconv>
#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace hapmill {

namespace {

// A BCF record: l_shared, l_indiv, then CHROM, POS (from 0), rlen, …
constexpr std::ptrdiff_t bcf_lengths_size = 8;
constexpr std::ptrdiff_t bcf_place_size = 12;

std::uint32_t read_little_endian(char const* bytes) {
  std::uint32_t value = 0;
  for (int k = 0; k < 4; ++k) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[k])) << (8 * k);
  }
  return value;
}

[[noreturn]] void refuse() { throw std::logic_error{"a record that is to be placed is none"}; }

/// The field that begins at `from`; `from` goes to the next.
std::string_view next_field(char const*& from, char const* end) {
  auto const* const tab =
      static_cast<char const*>(std::memchr(from, '\t', static_cast<std::size_t>(end - from)));
  if (tab == nullptr) refuse();
  std::string_view const field{from, static_cast<std::size_t>(tab - from)};
  from = tab + 1;
  return field;
}

/// CHROM and POS are the first columns of VCF, and of the table in every style.
RecordPlace read_line_place(RecordKind kind, char const* record, char const* end) {
  RecordPlace place;
  place.contig = next_field(record, end);
  auto const pos = next_field(record, end);
  auto const read = std::from_chars(pos.data(), pos.data() + pos.size(), place.pos);
  if (read.ec != std::errc{} || read.ptr != pos.data() + pos.size()) refuse();
  if (kind == RecordKind::table) return place;
  next_field(record, end);  // ID
  place.size = static_cast<std::int64_t>(next_field(record, end).size());
  return place;
}

RecordPlace read_bcf_place(char const* record, char const* end) {
  if (end - record < bcf_lengths_size + bcf_place_size) refuse();
  RecordPlace place;
  place.contig_id = static_cast<std::int32_t>(read_little_endian(record + bcf_lengths_size));
  place.pos = std::int64_t{static_cast<std::int32_t>(read_little_endian(record + 12))} + 1;
  place.size = static_cast<std::int32_t>(read_little_endian(record + 16));
  return place;
}

}  // namespace

char const* find_record_end(RecordKind kind, char const* record, char const* end) {
  auto const room = static_cast<std::size_t>(end - record);
  if (kind != RecordKind::bcf) {
    auto const* const newline = static_cast<char const*>(std::memchr(record, '\n', room));
    return newline == nullptr ? end : newline + 1;
  }
  if (end - record < bcf_lengths_size) return end;
  std::uint64_t const size =
      std::uint64_t{bcf_lengths_size} + read_little_endian(record) + read_little_endian(record + 4);
  return size < room ? record + size : end;
}

RecordPlace read_record_place(RecordKind kind, char const* record, char const* end) {
  return kind == RecordKind::bcf ? read_bcf_place(record, end) : read_line_place(kind, record, end);
}

}  // namespace hapmill
