// SPDX-License-Identifier: Apache-2.0

package form

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// jsonFields answers the types of a struct's fields by their names in JSON.
func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, member := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(member.Tag.Get("json"), ",")
		if name != "" && name != "-" && member.IsExported() {
			fields[name] = member.Type
		}
	}
	return fields
}

func keys(fields map[string]reflect.Type) string {
	return strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
}
