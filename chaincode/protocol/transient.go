// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"reflect"
	"strings"
)

// transientFields are the private values of a request.
func transientFields(t reflect.Type) []reflect.StructField {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var fields []reflect.StructField
	for _, field := range reflect.VisibleFields(t) {
		if field.Tag.Get("transient") != "" {
			fields = append(fields, field)
		}
	}
	return fields
}

// checkTransient panics where a private value is in the arguments as well, or has the name of a member or of another private
// value: whoever gives a request by names, as the command line does, could not tell which of the two is meant to be public.
func checkTransient(endpoint string, request reflect.Type, private []reflect.StructField) {
	taken := map[string]bool{}
	for _, name := range memberNames(request) {
		taken[name] = true
	}
	for _, field := range private {
		name := field.Tag.Get("transient")
		if field.Tag.Get("json") != "-" {
			panic("protocol: endpoint " + endpoint + ": private value " + name + " is in the arguments too")
		}
		if taken[name] {
			panic("protocol: endpoint " + endpoint + ": private value " + name + " has the name of something else")
		}
		taken[name] = true
	}
}

// memberNames are the names of a request's members in the arguments.
func memberNames(t reflect.Type) []string {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "":
			names = append(names, memberNames(field.Type)...)
		case !field.IsExported() || name == "-":
		case name == "":
			names = append(names, field.Name)
		default:
			names = append(names, name)
		}
	}
	return names
}
