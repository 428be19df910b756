// SPDX-License-Identifier: Apache-2.0

// Package schema describes the JSON of Go types as JSON Schema, for metadata, OpenAPI documents and guides.
//
// It describes what package protocol reads and writes: a type that encodes itself as text is a string, a struct is an
// object without other members, a member tagged omitzero or omitempty may be left out, and the tag help is its
// description.
package schema
