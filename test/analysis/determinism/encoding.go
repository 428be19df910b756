// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

const (
	protobuf     = "google.golang.org/protobuf/"
	protoOptions = protobuf + "proto.MarshalOptions"
	jsonV2       = "github.com/go-json-experiment/json"
	writeStable  = "write protocol.Marshal, json.Deterministic(true), or proto.MarshalOptions{Deterministic: true}"
)

// unstable lists encoders that put map entries in any order unless they are told
// otherwise (proto, gob, the second version of JSON) or that vary their spacing
// from build to build on purpose (protojson, prototext).
var unstable = map[string]bool{
	jsonV2 + ".Marshal":                                  true,
	jsonV2 + ".MarshalWrite":                             true,
	jsonV2 + ".MarshalEncode":                            true,
	"encoding/json/v2.Marshal":                           true,
	"encoding/json/v2.MarshalWrite":                      true,
	"encoding/json/v2.MarshalEncode":                     true,
	"encoding/gob.NewEncoder":                            true,
	"github.com/golang/protobuf/proto.Marshal":           true,
	protobuf + "proto.Marshal":                           true,
	protobuf + "encoding/protojson.Marshal":              true,
	protobuf + "encoding/protojson.Format":               true,
	protobuf + "encoding/protojson.MarshalOptions":       true,
	protobuf + "encoding/prototext.Marshal":              true,
	protobuf + "encoding/prototext.Format":               true,
	protobuf + "encoding/prototext.MarshalOptions":       true,
	protobuf + "encoding/protodelim.MarshalTo":           true,
	protobuf + "encoding/protodelim.MarshalOptions":      true,
	"github.com/golang/protobuf/jsonpb.Marshaler":        true,
	"github.com/golang/protobuf/proto.MarshalTextString": true,
}

// checkEncodings refuses encoders that give equal values different bytes.
func checkEncodings(in *inspection) {
	in.each(func(at inspector.Cursor) {
		switch n := at.Node().(type) {
		case *ast.Ident:
			if name := qualified(in.TypesInfo.Uses[n]); unstable[name] && !in.toldDeterministic(at) {
				in.refuse(at, "%s does not give equal values equal bytes: %s", short(name), writeStable)
			}
		case *ast.CompositeLit:
			if in.optionsUnstable(n) {
				in.refuse(at, "proto.MarshalOptions puts map entries in any order: set Deterministic: true")
			}
		}
	}, (*ast.Ident)(nil), (*ast.CompositeLit)(nil))
}

// toldDeterministic reports whether the function at the cursor is called with
// json.Deterministic(true).
func (in *inspection) toldDeterministic(at inspector.Cursor) bool {
	call, ok := callOf(at).Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	for _, arg := range call.Args {
		option, ok := arg.(*ast.CallExpr)
		if !ok || len(option.Args) != 1 || !isNamed(option.Args[0], "true") {
			continue
		}
		switch qualified(in.callee(option)) {
		case jsonV2 + ".Deterministic", "encoding/json/v2.Deterministic":
			return true
		}
	}
	return false
}

// optionsUnstable reports whether the literal is proto.MarshalOptions without
// Deterministic: true.
func (in *inspection) optionsUnstable(lit *ast.CompositeLit) bool {
	sel, ok := lit.Type.(*ast.SelectorExpr)
	if !ok || qualified(in.TypesInfo.Uses[sel.Sel]) != protoOptions {
		return false
	}
	for _, elt := range lit.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		if ok && isNamed(pair.Key, "Deterministic") && isNamed(pair.Value, "true") {
			return false
		}
	}
	return true
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// short leaves the last element of an import path: "proto.Marshal".
func short(name string) string {
	return name[strings.LastIndexByte(name, '/')+1:]
}
