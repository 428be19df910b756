// SPDX-License-Identifier: Apache-2.0

// Command rogue serves the hostile chaincode of package rogue.
package main
