// SPDX-License-Identifier: Apache-2.0

// Echo is the smallest chaincode with which the network can be tried: put writes
// a value, get reads it, version tells the program that answers.
package main

import (
	"fmt"
	"os"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

const version = "one"

type echo struct{}

func (echo) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (echo) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	function, arguments := stub.GetFunctionAndParameters()
	switch {
	case function == "put" && len(arguments) == 2:
		if err := stub.PutState(arguments[0], []byte(arguments[1])); err != nil {
			return shim.Error(err.Error())
		}
		return shim.Success(nil)
	case function == "get" && len(arguments) == 1:
		value, err := stub.GetState(arguments[0])
		if err != nil {
			return shim.Error(err.Error())
		}
		return shim.Success(value)
	case function == "version":
		return shim.Success([]byte(version))
	default:
		return &peer.Response{Status: 404, Message: "UNKNOWN_FUNCTION: there is no " + function}
	}
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "echo:", err)
		os.Exit(1)
	}
}

func serve() error {
	tls := shim.TLSProperties{Disabled: os.Getenv("CHAINCODE_TLS_DISABLED") == "true"}
	for _, file := range []struct {
		variable string
		content  *[]byte
	}{
		{"CHAINCODE_TLS_KEY", &tls.Key},
		{"CHAINCODE_TLS_CERT", &tls.Cert},
		{"CHAINCODE_CLIENT_CA_CERT", &tls.ClientCACerts},
	} {
		data, err := os.ReadFile(os.Getenv(file.variable))
		if err != nil {
			return fmt.Errorf("read %s: %w", file.variable, err)
		}
		*file.content = data
	}
	server := shim.ChaincodeServer{
		CCID:     os.Getenv("CHAINCODE_ID"),
		Address:  os.Getenv("CHAINCODE_SERVER_ADDRESS"),
		CC:       echo{},
		TLSProps: tls,
	}
	return server.Start()
}
